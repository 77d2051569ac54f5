"""`hoiam migrate` (dựng bảng): the owner makes the tables; the web role may only use them."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from hoiam.config import database


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        grant_to_web(connections[options["database"]])
        super().handle(*args, **options)


def grant_to_web(connection: Any) -> None:
    """Rights on tables yet to come, so that a migration may take some away (UPDATE on the history)."""
    web = database.parsed(database.web_url())["USER"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone() == (web,):
            return  # one role for everything: there is nobody to grant to
        name = connection.ops.quote_name(web)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        rights = "SELECT, INSERT, UPDATE, DELETE ON TABLES"
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} TO {name}")
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {name}"
        )
