"""Watch (theo dõi, nhắc tên): a person keeps an eye on a case; a colleague may ask for it by name.

It is a mark between colleagues and no line of the history; what one may see decides, as everywhere.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from hoiam.kit.refusal import Refused

from .models import Case, Watch
from .told import tell_people

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

# Whose lists "Được nhắc tên" and "Đang theo dõi" are.
WATCHED_BY: Final = "officer"


def watch_of(case: Case, person: Person) -> Watch | None:
    return Watch.objects.filter(case=case, person=person).select_related("named_by").first()


def watch(case: Case, person: Person, at: datetime) -> None:
    """From now on; whoever was named has looked."""
    Watch.objects.update_or_create(
        case=case, person=person, defaults={"named_by": None}, create_defaults={"since": at}
    )


def unwatch(case: Case, person: Person) -> None:
    Watch.objects.filter(case=case, person=person).delete()


@transaction.atomic
def name(case: Case, person: Person, *, by: Person, at: datetime) -> None:
    """Ask a colleague to look; nobody is named who could not open the case."""
    if person.pk == by.pk:
        raise Refused("Không cần nhắc tên chính mình; hãy bấm Theo dõi.")
    if not Case.objects.visible_to(person, at).filter(pk=case.pk).exists():
        raise Refused(f"{person} không xem được phản ánh này nên không nhắc tên được.")
    Watch.objects.update_or_create(
        case=case,
        person=person,
        defaults={"named_by": by},
        create_defaults={"since": at, "named_by": by},
    )
    tell_people(case, [person], "named", at=at, by=str(by))
