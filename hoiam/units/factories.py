"""Factories: the smallest lawful units, areas and seats, for tests and demonstrations.

office = UnitFactory(name="Sở Xây dựng", parent=province)     valid on every day, code "dv7"
ended = UnitFactory(code="ubnd-742", until=date(2025, 7, 1))
person = MembershipFactory(unit=office, role=Role.OFFICER).person
centre = CentreFactory()                                      with its Office and authority above it
"""

from datetime import date
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.factories import PersonFactory

from . import directory
from .models import Area, AreaVersion, Membership, Unit, UnitFunction, UnitVersion
from .roles import AreaKind, Function, Level, Role, UnitKind
from .standing import forget_standing


class AreaFactory(factory.django.DjangoModelFactory):
    """An area and one version of it."""

    class Meta:
        model = Area

    code = factory.Sequence(lambda n: f"9{n:04}")
    name = factory.LazyAttribute(lambda area: f"Địa bàn {area.code}")
    full_name = factory.LazyAttribute(lambda area: f"Xã {area.name}")
    kind = AreaKind.COMMUNE
    level = Level.COMMUNE
    parent = None
    lat = None
    lng = None
    since = None
    until = None

    @classmethod
    def _create(cls, model_class, *args, since, until, **version: Any) -> Area:
        key = version["code"] if since is None else f"{version['code']}@{since}"
        area = Area.objects.create(key=key)
        AreaVersion.objects.create(area=area, during=DateRange(since, until), **version)
        directory.forget()
        return area


class UnitFactory(factory.django.DjangoModelFactory):
    """A unit and one version of it."""

    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"dv{n}")
    kind = UnitKind.DEPARTMENT
    name = factory.LazyAttribute(lambda unit: f"Đơn vị {unit.code}")
    short_name = factory.LazyAttribute(lambda unit: unit.name)
    level = Level.PROVINCE
    parent = None
    area = None
    place_name = ""
    since = None
    until = None

    @classmethod
    def _create(cls, model_class, *args, kind, since, until, **version: Any) -> Unit:
        key = version["code"] if since is None else f"{version['code']}@{since}"
        unit = Unit.objects.create(key=key, kind=kind)
        UnitVersion.objects.create(unit=unit, during=DateRange(since, until), **version)
        directory.forget()
        return unit


class UnitFunctionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UnitFunction

    unit = factory.SubFactory(UnitFactory)
    serves = factory.SubFactory(UnitFactory, kind=UnitKind.COMMITTEE)
    function = Function.OFFICE
    during = DateRange(None, None)

    @classmethod
    def _create(cls, model_class, *args, **fields: Any) -> UnitFunction:
        row = super()._create(model_class, *args, **fields)
        directory.forget()
        return row


def unit(code: str, on: date) -> Unit:
    """Of the reference data: `unit("1022", today)` is the centre, `unit("ubnd-739", july_2021)` Cẩm Mỹ."""
    return Unit.objects.get(pk=directory.directory().unit_id(code, on))


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    role = Role.OFFICER
    during = DateRange(None, None)

    @classmethod
    def _create(cls, model_class, *args, **fields: Any) -> Membership:
        row = super()._create(model_class, *args, **fields)
        forget_standing(row.person)
        return row
