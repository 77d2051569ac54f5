"""Factories: the smallest lawful rows of time, for tests and demonstrations.

TermFactory(step="answer", text="3 working_days", urgency="urgent")      valid on every day
"""

from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.kit.clock import now

from . import almanac
from .models import Calendar, Parameter, Situation, Term


class _Remembered(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Any:
        row = super()._create(model_class, *args, **fields)
        almanac.forget()
        return row


class SituationFactory(_Remembered):
    class Meta:
        model = Situation

    code = factory.Sequence(lambda n: f"tinh-huong-{n}")
    name = factory.LazyAttribute(lambda situation: f"Tình huống {situation.code}")
    during = factory.LazyFunction(lambda: DateRange(now().date(), None))
    source = "Công văn thử"
    recorded_at = factory.LazyFunction(now)


class TermFactory(_Remembered):
    class Meta:
        model = Term

    step = Term.Step.ANSWER
    text = "5 working_days"
    calendar = factory.LazyFunction(lambda: Calendar.objects.get(code="default"))
    during = DateRange(None, None)
    recorded_at = factory.LazyFunction(now)


class ParameterFactory(_Remembered):
    class Meta:
        model = Parameter

    name = "reopen_days"
    value = 15
    during = DateRange(None, None)
    recorded_at = factory.LazyFunction(now)
