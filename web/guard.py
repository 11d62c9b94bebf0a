"""Who may write. Reading is free; a write from this very machine is too; any other needs the trainer's log-in.

A route that writes takes `writer: Writer = Depends(writer_of)`; a page that offers writing asks `who_writes`.
Why each rule is there: docs/decisions/records.md.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request

from kb.errors import HazardKbError
from web.state import services_of

COOKIE = "hazardkb-login"

_FORWARDED = frozenset({"forwarded", "via", "x-real-ip", "cf-connecting-ip", "true-client-ip", "x-client-ip"})
_CROSS_SITE = "这次提交不是从本站的网页发出的，没有保存；请打开本站的页面再提交。"
_LOGIN_FIRST = "要改内容请先登录；填好的内容还在上一页，登录后回去再提交。"


@dataclass(frozen=True, slots=True)
class Writer:
    """Someone who may write: `name` is what the audit says, `logged_in` whether they can log out."""

    name: str
    logged_in: bool


class WriteRefusedError(HazardKbError):
    """This write is not allowed, whoever logs in; the message says what would be."""


class LoginNeededError(HazardKbError):
    """This write needs the trainer's log-in; a page that was only asked for leads to it."""


async def writer_of(request: Request) -> Writer:
    """Return who sends this write. For routes, as a dependency.

    Raises WriteRefusedError where it comes from another site's page or no password was set, LoginNeededError where
    a log-in would do.
    """
    if request.method not in {"GET", "HEAD"} and not is_same_origin(request):
        raise WriteRefusedError(_CROSS_SITE)
    found = await who_writes(request)
    if found is not None:
        return found
    from kb.records.logins import NO_PASSWORD
    from kb.records.passwords import has_password

    services = services_of(request)
    if not await services.work(lambda: has_password(services.records)):
        raise WriteRefusedError(NO_PASSWORD)
    raise LoginNeededError(_LOGIN_FIRST)


async def who_writes(request: Request) -> Writer | None:
    """Return who asks, if they may write."""
    token = request.cookies.get(COOKIE, "")
    if token and await _logged_in(request, token):
        return Writer(f"培训员（{address_of(request)}）", logged_in=True)
    if services_of(request).settings.local_writes and is_local(request):
        return Writer("本机", logged_in=False)
    return None


async def _logged_in(request: Request, token: str) -> bool:
    from kb.records.logins import is_logged_in

    records = services_of(request).records
    return await services_of(request).work(lambda: is_logged_in(records, token))


def address_of(request: Request) -> str:
    """Return the address of who asks, as far as the server can tell."""
    return request.client.host if request.client else ""


def is_local(request: Request) -> bool:
    """Tell whether a person at this machine asks: a loopback peer that also calls the server by a loopback name.

    The name keeps out a foreign page whose own name was made to point here (DNS rebinding). What a proxy on this
    machine passes on is not local: such proxies add headers, or speak HTTP/1.0, or pass on a page's foreign origin.
    """
    headers = request.headers
    return (
        _is_loopback(address_of(request))
        and _is_loopback(_host_name(headers.get("host", "")))
        and not any(name in _FORWARDED or name.startswith("x-forwarded-") for name in headers)
        and request.scope.get("http_version") != "1.0"
        and ("origin" not in headers or _is_loopback(urlsplit(headers["origin"]).hostname or ""))
    )


def is_same_origin(request: Request) -> bool:
    """Tell whether a write comes from a page of this site or from no page at all (a program)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    sender = request.headers.get("origin") or request.headers.get("referer")
    if sender is None:
        return True
    came_from = urlsplit(sender).netloc.lower()
    public = urlsplit(services_of(request).settings.public_url).netloc.lower()
    return bool(came_from) and came_from in {request.headers.get("host", "").lower(), public}


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
