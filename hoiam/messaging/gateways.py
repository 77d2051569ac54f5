"""Gateways (cổng gửi): the last step out of the house; which one for which way, `HOIAM_GATEWAYS` says.

A gateway says what happened by what it raises: nothing, it was accepted; `NotReached`, it surely did not
leave and may be tried again; `Rejected`, it will never be accepted. Anything else means that nobody knows.
"""

import os
import smtplib
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from hoiam.messaging.models import Channel, Message


class NotReached(Exception):
    """It surely did not leave; later it may."""


class Rejected(Exception):
    """The other side refuses it for good: no such number, no such address."""


class Gateway(Protocol):
    def send(self, message: Message, address: str) -> None: ...


class DropFolder:
    """Into a file of its own under HOIAM_DATA/outbox: until a province has its contract, and for the demo."""

    def send(self, message: Message, address: str) -> None:
        folder = Path(settings.HOIAM_DATA) / "outbox" / message.channel
        path = folder / f"{message.pk:09}.txt"
        heading = f"Đến: {address}\nTiêu đề: {message.subject}\n" if message.subject else f"Đến: {address}\n"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if path.exists():
                return  # it lies there already: a person has sent a stuck row again
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise NotReached(str(error)) from error
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{heading}\n{message.body}\n")


class Console:
    """Onto standard error, for developers."""

    def send(self, message: Message, address: str) -> None:
        sys.stderr.write(f"[{message.channel} → {address}] {message.body}\n")


class Mail:
    """By Django's own e-mail settings."""

    def send(self, message: Message, address: str) -> None:
        mail = EmailMessage(message.subject, message.body, to=[address])
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
