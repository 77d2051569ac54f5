"""Evaluating (theo dõi, đánh giá): conduct and delay matters, and the evidence of the year."""

from django.apps import AppConfig


class EvaluatingConfig(AppConfig):
    name = "hoiam.evaluating"
    label = "evaluating"
    verbose_name = "Theo dõi, đánh giá"
