"""Logging in and out: the trainer's password, and back to where one was."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from web.contexts_records import LoginPage
from web.forms import FormLimits, form_of, text_of
from web.guard import COOKIE, WriteRefusedError, address_of, is_same_origin, who_writes
from web.pages import render
from web.state import Services, services_of

router = APIRouter(include_in_schema=False)

_LIMITS = FormLimits(total=8_000, fields=8, field=4_000)
_OFF_SITE = "登录只能从本站的登录页提交，请打开登录页重试。"


@router.get("/login")
async def login(request: Request, next: str = "/") -> Response:  # noqa: A002 - the word in the address
    """Answer the log-in page."""
    return await _page(request, next)


@router.post("/login")
async def log_in(request: Request) -> Response:
    """Check the password; go back to where one was, or show the page again with what is wrong."""
    from kb.records import logins

    if not is_same_origin(request):
        raise WriteRefusedError(_OFF_SITE)
    async with form_of(request, _LIMITS) as form:
        password, back = text_of(form, "password"), local_address(text_of(form, "next"))
    services, address = services_of(request), address_of(request)
    try:
        token = await services.work(lambda: logins.log_in(services.records, password, address))
    except logins.LoginError as error:
        return await _page(request, back, str(error), 429 if error.wait else 403)
    answer = RedirectResponse(back, 303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(logins.LASTS.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/logout")
async def log_out(request: Request) -> Response:
    """End the session and go home."""
    from kb.records import logins

    if not is_same_origin(request):
        raise WriteRefusedError(_OFF_SITE)
    services, token = services_of(request), request.cookies.get(COOKIE, "")
    if token:
        await services.work(lambda: logins.log_out(services.records, token))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


def local_address(text: str) -> str:
    """Return `text` if it is the address of a page of this site, else home; nobody is sent elsewhere after a log-in."""
    plain = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return text if plain and " " not in text and len(text) <= 500 else "/"


async def _page(request: Request, back: str, complaint: str = "", status: int = 200) -> Response:
    services = services_of(request)
    writer = await who_writes(request)
    page = LoginPage(
        title="培训员登录",
        section="cards",
        next=local_address(back),
        complaint=complaint,
        logged_in=writer is not None and writer.logged_in,
        local=writer is not None and not writer.logged_in,
        hint=await services.work(lambda: _hint(services)),
    )
    answer = render(request, page, status)
    answer.headers["cache-control"] = "no-store"
    return answer


def _hint(services: Services) -> str:
    from kb.records.logins import NO_PASSWORD
    from kb.records.passwords import has_password

    return "" if has_password(services.records) else NO_PASSWORD
