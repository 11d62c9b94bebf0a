"""Reading forms within limits: how many bytes, fields and files is said before anything is parsed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from web.errors import BadRequestError, TooLargeError

_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLimits:
    """Most bytes of the whole body, most fields, most bytes of one field, most files (which go to disk past 1 MB)."""

    total: int = 1_000_000
    fields: int = 1000
    field: int = 20_000
    files: int = 0


@asynccontextmanager
async def form_of(request: Request, limits: FormLimits) -> AsyncIterator[FormData]:
    """Give the form `request` sends; its files are gone afterwards.

    Raises TooLargeError past the limit of bytes, BadRequestError for what is no form or has too many parts.
    """
    if not request.headers.get("content-type", "").lower().startswith(_TYPES):
        raise BadRequestError("提交的不是表单，请从本站的页面提交。")
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limits.total:
        raise _too_large(limits)
    bounded = Request(request.scope, _bounded(request.receive, limits))
    try:
        form = await bounded.form(max_files=limits.files, max_fields=limits.fields, max_part_size=limits.field)
    except HTTPException as error:
        raise BadRequestError("表单的项目太多、太长，或格式不对，没有保存；请减少内容后重新提交。") from error
    try:
        yield form
    finally:
        await form.close()


def text_of(form: FormData, name: str) -> str:
    """Return a text field of the form, empty where it is missing or is a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _bounded(receive: Receive, limits: FormLimits) -> Receive:
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limits.total:
            raise _too_large(limits)
        return message

    return bounded


def _too_large(limits: FormLimits) -> TooLargeError:
    return TooLargeError(f"提交的内容超过 {limits.total / 1_000_000:g} MB，没有保存；请减少内容或换小一点的文件。")
