"""Journeys (hành trình): fixtures for a real Chromium against a running server.

Every test here carries the mark `journey`. A page that breaks its content security policy, or whose script
fails, fails the test that opened it. Pictures for the manual are taken where HOIAM_SHOTS names a folder.
"""

import os
from pathlib import Path
from shutil import which

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

# Playwright keeps an event loop in this thread; the ORM calls in tests are still synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
CHROMIUM = which("chromium") or which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
WIDTHS = {360: 740, 1440: 900}
THEMES = ("light", "dark")
# Else the bar that sticks to the top lies over what is pictured and measured.
TO_THE_TOP = "scrollTo(0, 0)"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


# Of each module, not of the session: the event loop it keeps in this thread ends with it, and whatever is
# tested next on this process runs without one.
@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("Chưa có Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser):
    context = browser.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context):
    """A page whose script must not fail and whose policy must not be broken."""
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    yield page
    assert complaints == []


@pytest.fixture
def sign_in(client, context, live_server):
    """sign_in(person): the browser is that person from now on."""

    def sign_in(person):
        client.force_login(person)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    return sign_in


@pytest.fixture
def look():
    """look(page, name): pictures at 360 and 1440 px, light and dark, in HOIAM_SHOTS; nothing when unset."""
    folder = os.environ.get("HOIAM_SHOTS")

    def look(page, name):
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        size = page.viewport_size
        page.evaluate(TO_THE_TOP)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=Path(folder) / f"{name}-{width}-{theme}.png", full_page=True)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(size)

    return look


@pytest.fixture
def accessible():
    """accessible(page): no rule of WCAG 2.2 AA is broken, in light and in dark."""

    def accessible(page):
        page.evaluate(TO_THE_TOP)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
            broken = [
                f"{theme} · {rule['id']}: {rule['help']} · {node['target']} · {node['html'][:160]}"
                for rule in found.response["violations"]
                for node in rule["nodes"]
            ]
            assert broken == []
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")

    return accessible


@pytest.fixture
def narrow():
    """narrow(page): at 320 px nothing runs out of the page sideways."""

    def narrow(page):
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 640})
        too_wide = page.evaluate(
            """() => [...document.querySelectorAll("body *")]
                .filter((n) => n.getBoundingClientRect().right > innerWidth + 1
                    && !n.closest(".scroll-x, .rail, .app-bar nav, .sr, dialog, svg, .hero__echo"))
                .map((n) => n.outerHTML.slice(0, 120))"""
        )
        page.set_viewport_size(size)
        assert too_wide == []

    return narrow
