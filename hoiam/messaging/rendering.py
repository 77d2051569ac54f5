"""Rendering (soạn lời): from a template and facts to the sentences people read, each way they are reached.

The words are files under templates/messaging/: `citizen/` (full text, `.sms.txt` beside it), `staff/` for
people of the house, `spoken/` for what an operator reads out. A fact that a template needs and nobody gave is
an error, never a hole in a sentence.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine

from hoiam.kit.ids import show_code
from hoiam.kit.words import ascii

ONE_SMS = 160
_NAMES = ("unit", "body", "superior")
_SHORTER = (
    ("Uy ban nhan dan", "UBND"),
    ("Hoi dong nhan dan", "HDND"),
    ("thanh pho", "TP"),
    ("Thanh pho", "TP"),
)


class MissingFact(LookupError):
    """A template asks for something that was not given."""


class _Missing(str):
    """Django puts this where a variable is not found; ours will not be put."""

    def __mod__(self, variable: object) -> str:
        raise MissingFact(str(variable))


@cache
def _engine() -> Engine:
    return Engine(
        dirs=[str(Path(__file__).parent / "templates" / "messaging")],
        autoescape=False,
        string_if_invalid=_Missing("%s"),
        libraries={"words": "hoiam.kit.templatetags.words"},
        builtins=["hoiam.kit.templatetags.words"],
    )


def for_staff(template: str, about: str, facts: Mapping[str, Any]) -> str:
    return _rendered(f"staff/{template}.txt", _common(about, facts))


def for_outside(template: str, about: str, facts: Mapping[str, Any]) -> str:
    """A letter to an address that is neither a petitioner's nor of the house."""
    return _rendered(f"outside/{template}.txt", _common(about, facts))


def for_citizen(template: str, about: str, facts: Mapping[str, Any]) -> str:
    """The full text: e-mail, Zalo, the page of the case."""
    return _rendered(f"citizen/{template}.txt", _common(about, facts))


def to_read_out(template: str, about: str, facts: Mapping[str, Any]) -> str:
    """What an operator says on the telephone."""
    return _rendered(f"spoken/{template}.txt", _common(about, facts))


def for_sms(template: str, about: str, facts: Mapping[str, Any]) -> str:
    """One SMS without accents. Names and links are said shorter until it fits; the sentence never is."""
    common = _common(about, facts)
    for shorter in _ever_shorter(common):
        text = ascii(_rendered(f"citizen/{template}.sms.txt", shorter))
        if len(text) <= ONE_SMS:
            return text
    raise ValueError(f"{template}.sms.txt cannot be said in {ONE_SMS} characters: {text}")


def subject(about: str) -> str:
    return f"Tổng đài 1022: phản ánh {_shown(about)}"


def _common(about: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in facts.items() if value is not None}
    return {"code": _shown(about), "link": f"{_site()}/tra-cuu/", **given}


def _shown(about: str) -> str:
    return show_code(about) if len(about) == 12 and about.isdigit() else about


def _site() -> str:
    return str(getattr(settings, "HOIAM_PUBLIC_URL", "http://localhost:8022")).rstrip("/")


def _rendered(name: str, facts: Mapping[str, Any]) -> str:
    text = _engine().get_template(name).render(Context(dict(facts), autoescape=False))
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _ever_shorter(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The facts as they are; a link without its scheme; shorter names; at last the bare site."""
    names = {f"{name}_ascii": _short_name(facts, name) for name in _NAMES if name in facts}
    yield {**facts, **names}
    bare = {**facts, "link": facts["link"].partition("://")[2] or facts["link"]}
    yield {**bare, **names}
    site = _site().partition("://")[2]
    for link in (bare["link"], f"{site}/tra-cuu", site):
        for length in (36, 28, 20):
            yield {**facts, "link": link, **{key: _cut(name, length) for key, name in names.items()}}


def _short_name(facts: Mapping[str, Any], name: str) -> str:
    bare = ascii(str(facts.get(f"{name}_short") or facts[name]))
    for long, short in _SHORTER:
        bare = bare.replace(long, short)
    return bare


def _cut(name: str, length: int) -> str:
    return name if len(name) <= length else f"{name[: length - 3].rstrip()}..."
