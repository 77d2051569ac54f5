"""The layout is a promise: a newcomer may rely on it unread, since the build fails when it is broken."""

import ast
import re
import subprocess
from functools import cache
from importlib import import_module
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CLONE = Path(__file__).resolve().parents[1]
HOIAM = CLONE / "hoiam"
# Written in two halves, so that this file does not hold what it forbids.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js",
    "registry." + "yarn",
    "debian" + ".org",
    "conda" + ".io",
]
SYSTEM_ONLY = {"receive", "transfer", "reckon"}
COMMENT = r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->"
SHAPELESS = {"core", "common", "utils", "helpers", "services", "manager", "misc"}


@cache
def committed() -> tuple[Path, ...]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CLONE, capture_output=True, text=True, check=True)
    return tuple(path for name in listed.stdout.split("\0") if name and (path := CLONE / name).is_file())


def files(*suffixes, under=CLONE):
    return [path for path in committed() if path.suffix in suffixes and path.is_relative_to(under)]


def short(path):
    return str(path.relative_to(CLONE))


def python(under=HOIAM, tests=False):
    found = files(".py", under=under)
    return [path for path in found if tests or not (is_test(path) or "migrations" in path.parts)]


def is_test(path):
    return path.name.endswith("_test.py") or path.name in {"conftest.py", "factories.py", "testing.py"}


@cache
def code(path):
    """The module without its comments and docstrings: what it does, not what it says."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            body[0] = ast.Pass()
    return ast.unparse(tree)


def holding(paths, pattern):
    return [short(path) for path in paths if re.search(pattern, code(path))]


def test_no_file_grows_past_400_lines():
    written = [
        path for path in files(".py", ".html", ".css", ".js", ".typ") if path.name != "0001_initial.py"
    ]
    lengths = {short(path): len(path.read_text().splitlines()) for path in written}
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


def test_every_module_says_in_both_languages_what_it_is_for():
    unsaid = []
    for path in python():
        tree = ast.parse(path.read_text())
        first = (ast.get_docstring(tree) or "").split("\n")[0]
        if tree.body and not re.match(r"\S.* \(.+\).*[:.]", first):
            unsaid.append(f"{short(path)}: {first}")
    assert unsaid == []


def test_no_committed_file_names_a_package_registry():
    named = []
    for path in committed():
        text = path.read_bytes().decode(errors="ignore").lower()
        named += [f"{short(path)}: {host}" for host in REGISTRIES if host in text]
    assert named == []


def test_every_locked_package_has_an_exact_version_and_a_hash():
    lines = (CLONE / "requirements.lock").read_text().splitlines()
    packages = [at for at, line in enumerate(lines) if line and not line.startswith((" ", "#"))]
    loose = [lines[at] for at in packages if "==" not in lines[at] or "--hash=sha256:" not in lines[at + 1]]
    assert len(packages) > 50
    assert loose == []


def test_everything_that_an_installed_package_needs_is_installed_too():
    """The lock is installed as it stands, so it must be whole. Fonts need no typesetting program."""
    installed = {canonicalize_name(found.metadata["Name"]) for found in distributions()}
    needed = [Requirement(text) for found in distributions() for text in found.requires or ()]
    lacking = {
        canonicalize_name(need.name)
        for need in needed
        if not need.marker or need.marker.evaluate({"extra": ""})
    }
    assert lacking - installed == {"rinohtype"}


def test_raw_sql_names_case_tables_inside_cases_only():
    tables = {model._meta.db_table for model in apps.get_app_config("cases").get_models()}
    # bench stamps its made-up rows and reads the database's own time: it is about tables, and about no case.
    inside = (HOIAM / "cases", HOIAM / "bench")
    outside = [path for path in python() if not any(path.is_relative_to(room) for room in inside)]
    assert tables
    assert holding(outside, rf"\b({'|'.join(tables)})\b") == []


def test_only_the_clock_reads_the_clock():
    reading = r"\b(timezone\.now|datetime\.(now|utcnow|today)|date\.today|time\.time|localtime|localdate)\("
    others = [path for path in python() if path != HOIAM / "kit/clock.py"]
    assert holding(others, reading) == []


def test_nobody_uses_django_signals():
    assert holding(python(), r"django\.dispatch|\.signals\b") == []


def test_no_module_has_a_name_that_says_nothing():
    assert [short(path) for path in python() if path.stem in SHAPELESS or path.parent.name in SHAPELESS] == []


def test_templates_hold_no_script_no_style_and_nothing_from_elsewhere():
    forbidden = {
        "a script inside": r"<script(?![^>]*\b(src|type=\"application/json\"))",
        "a style inside": r"<style|\sstyle\s*=",
        "a handler inside": r"\son[a-z]+\s*=",
        "something from elsewhere": r"<(script|link|img|iframe)[^>]+(src|href)\s*=\s*[\"']?(https?:)?//",
    }
    found = []
    for path in files(".html", under=HOIAM):
        text = re.sub(
            r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", "", path.read_text(), flags=re.DOTALL
        )
        found += [f"{short(path)}: {what}" for what, pattern in forbidden.items() if re.search(pattern, text)]
    assert found == []


def test_every_name_read_from_the_environment_is_explained():
    asked = r"(?:environ(?:\.get|\.pop|\.setdefault)?[\[(]|_flag\(|_words\(|_number\()['\"]([A-Z][A-Z_]+)"
    names = {name for path in python() for name in re.findall(asked, code(path))}
    explained = (CLONE / "docs/operations/settings.md").read_text()
    assert len(names) > 20
    assert [name for name in sorted(names) if f"`{name}`" not in explained] == []


def test_every_room_that_serves_is_installed():
    rooms = {path.parent.name for path in files(".py", under=HOIAM) if path.name == "models.py"}
    rooms |= {path.parts[-4] for path in files(".py", under=HOIAM) if "commands" in path.parts[:-1]}
    assert rooms <= {config.label for config in apps.get_app_configs()}


def verbs():
    if not find_spec("hoiam.cases.lifecycle"):
        return []
    return list(import_module("hoiam.cases.lifecycle").Verb)


@pytest.fixture(scope="module")
def glossary():
    return (CLONE / "docs/glossary.md").read_text().lower()


@pytest.mark.parametrize("verb", verbs(), ids=str)
def test_a_verb_is_one_name_everywhere(verb, glossary):
    home, name = HOIAM / "cases", verb.value
    assert callable(getattr(import_module(f"hoiam.cases.{name}"), name))
    assert (home / f"{name}_test.py").exists()
    assert name in import_module("hoiam.cases.lifecycle").MOVES
    assert f"`{name}`" in glossary
    assert verb.label.lower() in glossary
    if name not in SYSTEM_ONLY:
        assert name in import_module("hoiam.cases.policy").RULES
        assert (home / f"{name}.html").exists()
        assert reverse(f"cases:{name}", args=["210712345678"])
