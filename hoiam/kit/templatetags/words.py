"""Words in templates (lời trong mẫu): `{% load words %}`, then moments, numbers, codes as people read them.

Every filter gives an empty string for a value that is not there, so that a template need not ask first.
"""

from collections.abc import Callable
from typing import Any

from django import template

from hoiam.kit import ids, moments, numbers, words

register = template.Library()


def _filter(name: str, say: Callable[[Any], str]) -> None:
    def said(value: Any) -> str:
        return "" if value is None or value == "" else say(value)

    register.filter(name, said)


_filter("short_moment", moments.short_moment)
_filter("short_date", moments.short_date)
_filter("slash_date", moments.slash_date)
_filter("date_words", moments.date_words)
_filter("moment_words", moments.moment_words)
_filter("weekday_words", moments.weekday_words)
_filter("citizen_time", moments.citizen_time)
_filter("citizen_moment", moments.citizen_moment)
_filter("sms_moment", moments.sms_moment)
_filter("iso", moments.iso)
_filter("number", numbers.number)
_filter("percent", numbers.percent)
_filter("ascii", words.ascii)
_filter("show_code", ids.show_code)
