"""A visitor (người dùng): a browser's part of HTTP over one kept connection: cookies, forms, no redirects."""

from __future__ import annotations

from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

from hoiam.kit.refusal import Refused

SIGN_IN: Final = "/ban-lam-viec/dang-nhap/"
PATIENCE: Final = 60.0


class Unexpected(Refused):
    """The site did not answer as it does to everybody else; the measurement would be of something else."""


class Visitor:
    def __init__(self, port: int, address: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._cookies: dict[str, str] = {}
        self.address = address  # said by our proxy, so that each citizen comes from a place of their own

    def get(self, path: str) -> str:
        status, body, _ = self._ask("GET", path)
        if status != 200:
            raise Unexpected(f"Trang {path} trả {status}, không phải 200.")
        return body

    def post(self, path: str, fields: dict[str, str], expected: int) -> str:
        """The address it leads to, where it leads on."""
        given = {"csrfmiddlewaretoken": self._cookies.get("csrftoken", ""), **fields}
        status, body, location = self._ask("POST", path, urlencode(given))
        if status != expected:
            raise Unexpected(f"Gửi tới {path} trả {status}, không phải {expected}: {_said(body)}")
        return location

    def sign_in(self, username: str, password: str) -> Visitor:
        self.get(SIGN_IN)
        self.post(SIGN_IN, {"username": username, "password": password}, 302)
        return self

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self.address:
            headers["X-Forwarded-For"] = self.address
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        read = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookies.update({name: crumb.value for name, crumb in SimpleCookie(line).items()})
        return answer.status, read, answer.headers.get("Location") or ""


def _said(body: str) -> str:
    """The refusal in the page, or its beginning."""
    for mark in ('class="refused"', "errorlist", 'role="alert"'):
        at = body.find(mark)
        if at >= 0:
            return " ".join(body[at : at + 300].split())
    return " ".join(body[:200].split())
