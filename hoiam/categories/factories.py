"""Factories: the smallest lawful category, for tests and demonstrations."""

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from . import lookup
from .models import Category, Field


class FieldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Field

    code = factory.Sequence(lambda n: f"T{n}")
    name = factory.LazyAttribute(lambda field: f"Nhóm {field.code}")
    name_en = factory.LazyAttribute(lambda field: f"Field {field.code}")
    position = factory.Sequence(lambda n: 1000 + n)


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category

    code = factory.Sequence(lambda n: f"T{n:03}")
    field = factory.SubFactory(FieldFactory)
    name = factory.LazyAttribute(lambda category: f"Lĩnh vực {category.code}")
    name_en = factory.LazyAttribute(lambda category: f"Category {category.code}")
    during = DateRange(None, None)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        row = super()._create(model_class, *args, **fields)
        lookup.forget()
        return row
