"""Addresses of drafts (địa chỉ): one panel for every step of one draft."""

from django.urls import path

from .panel import draft_panel

app_name = "answering"
urlpatterns = [path("<slug:code>/", draft_panel, name="draft")]
