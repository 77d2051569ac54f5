"""Telling (báo): at once what cannot wait, gathered for each person; the rest waits for the morning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from hoiam.accounts.models import Person
from hoiam.deadlines import Calendar
from hoiam.kit.numbers import number
from hoiam.messaging.mail import USUAL, choices_of, mail
from hoiam.messaging.tell import tell

from .models import Chased, Notice
from .running import Running
from .steps import Step
from .words import words_of, words_of_many


class Push(NamedTuple):
    row: Chased
    running: Running
    step: Step
    times: int
    people: list[Person]

    @property
    def is_urgent(self) -> bool:
        return self.step.is_push or self.running.is_emergency


def push(pushes: Sequence[Push], at: datetime, kept: Calendar) -> None:
    """Tell at once: emergencies and steps that are pushed; and everything to those who want no digest."""
    people = {person.pk: person for one in pushes for person in one.people}
    chosen = choices_of(people)
    now: defaultdict[int, list[Push]] = defaultdict(list)
    for one in pushes:
        for person in one.people:
            if one.is_urgent or not chosen.get(person.pk, USUAL).has_digest:
                now[person.pk].append(one)
    for group, readers in _same_words(now):
        _say(group, [people[pk] for pk in readers], at, kept)
    for pk, told in now.items():
        Notice.objects.filter(person=pk, chased__in=[one.row for one in told]).update(told_at=at)


def _same_words(now: dict[int, list[Push]]) -> list[tuple[list[Push], list[int]]]:
    """People who are told of the same deadlines read the same words: one statement for all of them."""
    groups: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    by_row = {one.row.pk: one for told in now.values() for one in told}
    for person, told in now.items():
        groups[tuple(one.row.pk for one in told)].append(person)
    return [([by_row[row] for row in rows], readers) for rows, readers in groups.items()]


def _say(group: Sequence[Push], readers: Sequence[Person], at: datetime, kept: Calendar) -> None:
    """One deadline in its own words; several at once in one notice, never a burst."""
    one = group[0]
    if len(group) == 1:
        template, facts = words_of(one.running, one.step, at, kept, one.times)
        about, subject = one.running.about, f"Đôn đốc: {one.running.shown}"
    else:
        template, facts = words_of_many([(each.running, each.step) for each in group], at, kept)
        about, subject = "", f"Đôn đốc: {number(len(group))} việc"
    tell(readers, template, about=about, facts=facts, at=at)
    urgent = [person for person in readers if one.is_urgent]
    mail(urgent, template, subject=subject, about=about, facts=facts, at=at)
