"""The `hoiam` command (lệnh hoiam)."""

import os

from hoiam.config import database


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
    if arguments[:1] == ["migrate"]:
        os.environ["HOIAM_DATABASE_ROLE"] = "owner"
    if arguments[:1] != ["makemigrations"]:
        database.hold()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["hoiam", *arguments])
    return 0
