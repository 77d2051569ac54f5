"""Reviewing (rà soát): the joint review of Office and centre, a decision a line, minutes."""

from django.apps import AppConfig


class ReviewingConfig(AppConfig):
    name = "hoiam.reviewing"
    label = "reviewing"
    verbose_name = "Rà soát"
