"""Addresses of drafts (địa chỉ): one panel for every step of one draft, one for a letter of apology."""

from django.urls import path

from .apology_panel import apology_panel
from .panel import draft_panel

app_name = "answering"
urlpatterns = [
    path("<slug:code>/", draft_panel, name="draft"),
    path("<slug:code>/thu-xin-loi/", apology_panel, name="apology"),
]
