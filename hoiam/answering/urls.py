"""Addresses of answering (địa chỉ): a panel for every step of one draft, one for a letter of apology, and how
a unit answers."""

from django.urls import path

from .apology_panel import apology_panel
from .panel import draft_panel
from .ways_page import approval, template, ways

app_name = "answering"
urlpatterns = [
    path("", ways, name="ways"),
    path("duyet/<int:unit>/", approval, name="approval"),
    path("mau/", template, name="new_template"),
    path("mau/<int:pk>/", template, name="template"),
    path("<slug:code>/", draft_panel, name="draft"),
    path("<slug:code>/thu-xin-loi/", apology_panel, name="apology"),
]
