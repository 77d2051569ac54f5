"""Addresses of the review (địa chỉ phiên rà soát). A line is named by the code of its case."""

from django.urls import path

from . import make_report, views

app_name = "reviewing"
urlpatterns = [
    path("", views.sessions, name="sessions"),
    path("bao-cao/<int:pk>/<slug:level>/", make_report.make_document, name="make_report"),
    path("mo/<int:authority>/", views.start, name="start"),
    path("<int:pk>/", views.session, name="session"),
    path("<int:pk>/them/", views.add, name="add"),
    path("<int:pk>/viec/", views.task, name="task"),
    path("<int:pk>/viec/<int:task>/xong/", views.task_done, name="task_done"),
    path("<int:pk>/ket-luan/", views.conclusion, name="conclusion"),
    path("<int:pk>/<slug:code>/", views.decide, name="decide"),
    path("<int:pk>/<slug:code>/viec/", views.task, name="line_task"),
]
