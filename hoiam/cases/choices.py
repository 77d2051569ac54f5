"""Choices (lựa chọn): the fixed words of a case as forms offer them, for the doors above."""

from typing import Final

from .models import Channel, ConductAbout, Kind, PetitionerType, Urgency

Choices = list[tuple[str, str]]
CHANNELS: Final[Choices] = [(str(code), str(label)) for code, label in Channel.choices]
KINDS: Final[Choices] = [(str(code), str(label)) for code, label in Kind.choices]
URGENCIES: Final[Choices] = [(str(code), str(label)) for code, label in Urgency.choices]
PETITIONERS: Final[Choices] = [(str(code), str(label)) for code, label in PetitionerType.choices]
CONDUCT: Final[Choices] = [(str(code), str(label)) for code, label in ConductAbout.choices]
