"""Bench (đo tốc độ): many made-up cases in a database of their own, and how long our pages take over them."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "hoiam.bench"
    label = "bench"
