"""The `hoiam` command (lệnh hoiam): one word, its work, and an exit status that a script can trust.

0 done · 1 done in part · 2 refused, nothing changed · 3 a bug or the machine · 130 interrupted.
"""

import errno
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from hoiam.config import database
from hoiam.config.usage import COMMANDS, in_vietnamese, listing, without_djangos_own
from hoiam.kit.postgres import ClusterError
from hoiam.kit.refusal import Refused

DONE, PARTLY, REFUSED, BROKEN, INTERRUPTED = 0, 1, 2, 3, 130

# What a word needs before it starts; every other one gets a running database with tables and reference data.
NEEDS_NOTHING = {
    "makemigrations",
    "check",
    "collectstatic",
    "makemessages",
    "compilemessages",
    "diffsettings",
}
NEEDS_ONLY_A_SERVER = {"migrate", "showmigrations", "sqlmigrate", "dbshell", "flush", "restore"}
WORKS_AS_OWNER = {"migrate", "showmigrations", "sqlmigrate", "dbshell", "flush", "restore"}
SERVES = {"web"}


def main(arguments: list[str]) -> int:
    speak_utf8()
    signal.signal(signal.SIGTERM, _leave)  # so that whoever is last still stops the embedded server
    return answered(lambda: run(arguments))


def speak_utf8() -> None:
    """In every locale, and where a stream is closed (`>&-`); a file name of odd bytes is shown escaped."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name) or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 — for life
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        setattr(sys, name, stream)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def answered(work: Callable[[], int]) -> int:
    """The exit status of `work`, and one sentence on standard error for whatever went wrong."""
    try:
        return work()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader has gone; there is nobody to tell
        return DONE
    except Exception as trouble:
        return _explained(trouble)


def _explained(trouble: Exception) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import InterfaceError, OperationalError

    match trouble:
        case Refused() | ImproperlyConfigured():
            return _said(str(trouble), REFUSED)
        case CommandError():
            status = REFUSED if trouble.returncode == 1 else trouble.returncode
            return _said(in_vietnamese(str(trouble)), status)
        case ClusterError():
            return _said(str(trouble), BROKEN)
        case OperationalError() | InterfaceError():
            return _said(f"Không làm việc được với cơ sở dữ liệu: {_first_line(trouble)}", BROKEN)
        case OSError() if trouble.errno == errno.ENOSPC:
            return _said("Đĩa đã đầy; hãy giải phóng chỗ trống rồi chạy lại.", BROKEN)
    traceback.print_exception(trouble)
    return BROKEN


def run(arguments: list[str]) -> int:
    word = arguments[0].replace("-", "_") if arguments else "help"
    if word == "demo":
        _take_data_folder(arguments)
    if word in {"help", "__help", "_h"}:
        return _list()
    asks_for_help = bool({"-h", "--help"} & set(arguments[1:]))
    _prepare(word, needs_nothing=asks_for_help or word in NEEDS_NOTHING)
    if word == "demo" and "--fresh" in arguments and not asks_for_help:
        database.renew()
    import django

    django.setup()
    from django.core.management import get_commands

    if word not in get_commands():
        return _said(f"Không có lệnh “{arguments[0]}”; gõ ./run để xem các lệnh.", REFUSED)
    if not asks_for_help and word not in NEEDS_NOTHING | NEEDS_ONLY_A_SERVER:
        _make_ready()
    status = _carry_out(word, arguments[1:])
    if arguments == ["migrate"]:
        _make_ready()
    return status


def _take_data_folder(arguments: list[str]) -> None:
    """`demo --data DIR`: everything below reads HOIAM_DATA, so it is settled before anything looks."""
    for given, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if given == "--data" and following:
            os.environ["HOIAM_DATA"] = following
        elif given.startswith("--data="):
            os.environ["HOIAM_DATA"] = given.removeprefix("--data=")


def _prepare(word: str, needs_nothing: bool) -> None:
    """The settings ask who we are and where the database is, so both are settled before Django reads them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
    if word in WORKS_AS_OWNER:
        os.environ["HOIAM_DATABASE_ROLE"] = "owner"
    if word in SERVES:
        os.environ["HOIAM_PROCESS"] = "server"
    if not needs_nothing:
        database.hold()


def _make_ready() -> None:
    from hoiam.config import ready

    if os.environ.get("HOIAM_DATABASE_ROLE") == "owner":
        ready.make_ready()
    else:
        ready.ensure_ready()


def _carry_out(word: str, arguments: list[str]) -> int:
    from django.core.management import BaseCommand, get_commands, load_command_class
    from django.db import connections

    application = get_commands()[word]
    command = application if isinstance(application, BaseCommand) else load_command_class(application, word)
    parser = command.create_parser("hoiam", word.replace("_", "-"))
    if command.__module__.startswith("hoiam."):
        without_djangos_own(parser)
    options = vars(parser.parse_args(arguments))
    positional = options.pop("args", ())
    if command.__module__.startswith("hoiam."):
        options["skip_checks"] = (
            True  # they are for `./run check`; a command that people wait for starts at once
        )
    try:
        command.execute(*positional, **options)
    finally:
        connections.close_all()
    return DONE


def _list() -> int:
    _prepare("help", needs_nothing=True)
    import django

    django.setup()
    from django.core.management import get_commands, load_command_class

    own = {name: app for name, app in get_commands().items() if str(app).startswith("hoiam.")}
    lines = {name: COMMANDS.get(name) or load_command_class(app, name).help for name, app in own.items()}
    sys.stdout.write(listing(lines))
    return DONE


def _said(sentence: str, status: int) -> int:
    with suppress(OSError):  # nobody listens; the status still says it
        sys.stderr.write(sentence.rstrip() + "\n")
    return status


def _first_line(trouble: Exception) -> str:
    return str(trouble).strip().splitlines()[0] if str(trouble).strip() else type(trouble).__name__
