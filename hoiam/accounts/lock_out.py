"""Lock-out (tạm khóa đăng nhập): a name guessed at from one address must wait; others are not kept out.

Kept in PostgreSQL, so all web processes count together. An attempt is counted before the password is looked
at: a burst of guesses at one moment gets no more tries than guesses one after another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.db import connection

from hoiam.kit.refusal import Refused

from .models import FailedSignIn

TRIES: Final = 5
WAIT: Final = timedelta(minutes=15)
KEPT: Final = timedelta(days=1)

# A locked pair is left as it is: knocking on the door does not keep it shut longer.
COUNT = """
    INSERT INTO accounts_failedsignin AS kept (username, address, failures, last_at)
    VALUES (%(name)s, %(from)s, 1, %(at)s)
    ON CONFLICT (username, address) DO UPDATE SET
        failures = CASE WHEN kept.last_at <= %(forgotten)s THEN 1
                        ELSE least(kept.failures, %(tries)s) + 1 END,
        last_at = CASE WHEN kept.last_at > %(forgotten)s AND kept.failures >= %(tries)s THEN kept.last_at
                       ELSE %(at)s END
    RETURNING failures, last_at
"""


def unlock(username: str) -> bool:
    """This name may try again, from anywhere. False: nothing was held against it."""
    return bool(FailedSignIn.objects.filter(username=username).delete()[0])


def locked_out(usernames: Iterable[str], at: datetime) -> frozenset[str]:
    """Those of these names that must wait just now, from one address at least."""
    rows = FailedSignIn.objects.filter(username__in=usernames, failures__gte=TRIES, last_at__gt=at - WAIT)
    return frozenset(rows.values_list("username", flat=True))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of one name from one address."""

    username: str
    address: str
    at: datetime

    def begin(self) -> None:
        """Count the try, or refuse it when there were too many."""
        failures, last_at = self._count()
        if failures > TRIES:
            minutes = ceil((last_at + WAIT - self.at) / timedelta(minutes=1))
            raise Refused(
                f"Đã nhập sai {TRIES} lần liên tiếp; hãy thử lại sau {max(1, minutes)} phút, "
                "hoặc nhờ quản trị đơn vị đặt lại mật khẩu."
            )

    def succeed(self) -> None:
        """The password was right: nothing is held against the pair any more. Old rows of others go too."""
        FailedSignIn.objects.filter(username=self._name, address=self.address).delete()
        FailedSignIn.objects.filter(last_at__lt=self.at - KEPT).delete()

    def _count(self) -> tuple[int, datetime]:
        values: dict[str, str | int | datetime] = {
            "name": self._name,
            "from": self.address,
            "at": self.at,
            "forgotten": self.at - WAIT,
            "tries": TRIES,
        }
        with connection.cursor() as cursor:
            cursor.execute(COUNT, values)
            failures, last_at = cursor.fetchone()
        return failures, last_at

    @property
    def _name(self) -> str:
        return self.username.strip().lower()[:64]
