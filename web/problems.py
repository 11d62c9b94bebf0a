"""The boundary of the web part: every error becomes one Chinese sentence, as a page or as RFC 9457 problem JSON."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import quote, urlsplit

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from kb.errors import AmbiguousError, EditionError, HazardKbError, NotFoundError, RecordsError
from web.api_models import Problem
from web.contexts import ProblemPage
from web.errors import BadRequestError, TooLargeError
from web.guard import LoginNeededError, WriteRefusedError
from web.middleware import SECURITY_HEADERS
from web.pages import render

log = logging.getLogger(__name__)

TITLES = {
    300: "有多个同名的",
    400: "请求有误",
    401: "请先登录",
    403: "不能改",
    404: "没有找到",
    405: "不支持这样请求",
    409: "有多个同名的",
    413: "太大",
    500: "程序出错",
    503: "暂时不能用",
}

_MESSAGES = {
    404: "没有这个页面，请从首页查找。",
    405: "这个地址不支持这样请求，请用 GET。",
}

_STATUSES: tuple[tuple[type[HazardKbError], int], ...] = (
    (NotFoundError, 404),
    (AmbiguousError, 300),
    (BadRequestError, 400),
    (TooLargeError, 413),
    (LoginNeededError, 401),
    (WriteRefusedError, 403),
    (EditionError, 503),
    (RecordsError, 503),
)


def install(app: FastAPI) -> None:
    """Register the handlers on `app`; nothing else in web catches errors broadly."""
    app.add_exception_handler(HazardKbError, _domain_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


def problem(request: Request, status: int, message: str, candidates: Sequence[str] = ()) -> Response:
    """Return the error as the caller reads it: problem JSON under /api and /healthz, else a page.

    The page leads to the candidates, or to the log-in where that is what is missing.
    """
    title = TITLES.get(status, HTTPStatus(status).phrase)
    if request.url.path.startswith(("/api/", "/healthz")):
        status = 409 if status == 300 else status
        body = Problem(title=title, status=status, detail=message, candidates=list(candidates))
        return Response(msgspec.json.encode(body), status, media_type="application/problem+json")
    folder = request.url.path.split("/")[1]
    links = tuple((name, f"/{folder}/{quote(name, safe='')}") for name in candidates)
    if status == 401:
        links = (("登录", _login_address(request)),)
    return render(request, ProblemPage(title=title, status=status, message=message, links=links), status)


async def _domain_error(request: Request, error: Exception) -> Response:
    if isinstance(error, LoginNeededError) and request.method == "GET" and not request.url.path.startswith("/api/"):
        return RedirectResponse(_login_address(request), 303)
    status = next((code for kind, code in _STATUSES if isinstance(error, kind)), 500)
    candidates = error.candidates if isinstance(error, AmbiguousError) else ()
    if status == 500:
        return await _unexpected(request, error)
    return problem(request, status, str(error), candidates)


def _login_address(request: Request) -> str:
    """Return the address of the log-in page that leads back: to the page asked for, or the one a form was sent from."""
    url = request.url if request.method == "GET" else urlsplit(request.headers.get("referer", "/"))
    asked = url.path + (f"?{url.query}" if url.query else "")
    return f"/login?next={quote(asked, safe='')}"


async def _validation_error(request: Request, error: Exception) -> Response:
    names = {str(item["loc"][-1]) for item in error.errors()} if isinstance(error, RequestValidationError) else set()
    return problem(request, 400, f"参数 {'、'.join(sorted(names))} 的写法不对，请改正后重试。")


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return problem(request, status, _MESSAGES.get(status, "这个请求办不了，请从首页重新开始。"))


async def _unexpected(request: Request, error: Exception) -> Response:
    """Answer without internals; the number leads whoever keeps the server to the log, which has the details.

    This answer is made outside the middleware, so it brings the security headers itself.
    """
    number = secrets.token_hex(4)
    route = getattr(request.scope.get("route"), "path", "no route")  # never the address: it says what was asked
    log.error("error %s at %s", number, route, exc_info=error)
    response = problem(request, 500, f"程序出错，已记入日志，编号 {number}。请稍后再试，或把编号告诉管理员。")
    response.headers.update({**SECURITY_HEADERS, "cache-control": "no-store"})
    return response
