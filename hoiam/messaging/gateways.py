"""Gateways (cổng gửi): the last step out of the house; which one for which way, `HOIAM_GATEWAYS` says.

A gateway says what happened by what it raises: nothing, it was accepted; `NotReached`, it surely did not
leave and may be tried again; `Rejected`, it will never be accepted. Anything else means that nobody knows.
"""

import smtplib
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from hoiam.kit.private_files import private_folder, write_once
from hoiam.messaging.models import Channel, Message


class NotReached(Exception):
    """It surely did not leave; later it may."""


class Rejected(Exception):
    """The other side refuses it for good: no such number, no such address."""


class Gateway(Protocol):
    def send(self, message: Message, address: str) -> None: ...


class Enclosed(NamedTuple):
    name: str
    content: bytes
    media_type: str


def enclosed(message: Message) -> list[Enclosed]:
    """What leaves with an e-mail, read before any of it does: what fails here surely did not leave."""
    if message.channel != Channel.EMAIL:
        return []
    try:
        return [Enclosed(one.name, _read(one.kept_as), one.media_type) for one in message.enclosures.all()]
    except Exception as error:  # each storage has errors of its own
        raise NotReached(str(error)) from error


def _read(kept_as: str) -> bytes:
    with default_storage.open(kept_as) as stream:
        return bytes(stream.read())


class DropFolder:
    """Into a file of its own under HOIAM_DATA/outbox: until a province has its contract, and for the demo."""

    def send(self, message: Message, address: str) -> None:
        folder = Path(settings.HOIAM_DATA) / "outbox" / message.channel
        path = folder / f"{message.pk:09}.txt"
        heading = f"Đến: {address}\nTiêu đề: {message.subject}\n" if message.subject else f"Đến: {address}\n"
        files = enclosed(message)
        try:
            private_folder(folder)
            for number, one in enumerate(files, start=1):
                write_once(private_folder(folder / path.stem) / f"{number}-{one.name}", one.content)
            write_once(path, f"{heading}\n{message.body}\n".encode())  # what lies there already stays
        except OSError as error:
            raise NotReached(str(error)) from error


class Console:
    """Onto standard error, for developers."""

    def send(self, message: Message, address: str) -> None:
        sys.stderr.write(f"[{message.channel} → {address}] {message.body}\n")


class Mail:
    """By Django's own e-mail settings."""

    def send(self, message: Message, address: str) -> None:
        mail = EmailMessage(message.subject, message.body, to=[address])
        for one in enclosed(message):
            mail.attach(*one)
        try:
            mail.send()
        except _BEFORE_THE_LETTER as error:
            raise NotReached(str(error)) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise Rejected(str(error)) from error
        except smtplib.SMTPResponseException as error:
            raise (Rejected if error.smtp_code >= 500 else NotReached)(str(error)) from error


# The letter itself was not yet handed over.
_BEFORE_THE_LETTER = (
    ConnectionRefusedError,
    socket.gaierror,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)


def gateway(channel: str) -> Gateway:
    chosen = {**_defaults(), **getattr(settings, "HOIAM_GATEWAYS", {})}[channel]
    make: Callable[[], Gateway] = import_string(chosen)
    return make()


def _defaults() -> dict[str, str]:
    drop = f"{__name__}.DropFolder"
    mail = f"{__name__}.Mail" if settings.EMAIL_HOST else drop
    return {Channel.SMS: drop, Channel.ZALO: drop, Channel.EMAIL: mail}
