"""Answering (trả lời): drafts and their approval, before the answer leaves."""

from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    name = "hoiam.answering"
    label = "answering"
    verbose_name = "Dự thảo trả lời"
