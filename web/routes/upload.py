"""Handing in files: manuals, hazard lists, laws; each is read by a process of its own while its page tells how far."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse

from kb.model.register import FIELD_TITLES
from kb.store.uploads import UploadFolder, Uploads
from web.contexts_intake import UploadPage, UploadsPage
from web.errors import BadRequestError, TooLargeError
from web.forms import FormLimits, form_of, text_of
from web.guard import Writer, who_writes, writer_of
from web.pages import render
from web.routes.intake import intake_state
from web.state import Services, services_of
from web.views.upload import chosen_mappings, sheet_views, upload_view

router = APIRouter(include_in_schema=False)

Writing = Annotated[Writer, Depends(writer_of)]
MEGABYTE = 1024 * 1024
MOST_MB = 512
"""As the command line: the readers hold each kind of file to a limit of its own besides."""
MOST_FILES = 20
MOST_WAITING = 40
_FORM = FormLimits(total=MOST_MB * MEGABYTE + 100_000, fields=20, files=MOST_FILES)
_COLUMNS = FormLimits(total=500_000, fields=3000, field=1000)
_SHOWN = 30
_AGAIN = "3"
"""Seconds after which a page about unfinished work asks for itself anew, with or without scripts."""


@router.get("/upload")
async def uploads(request: Request) -> Response:
    """Answer the form and what became of the files handed in last."""
    services = services_of(request)
    await _wake(request, services)
    found = await services.work(lambda: [upload_view(one) for one in services.intake.uploads.all()])
    state = await intake_state(request)
    return render(
        request,
        UploadsPage(
            title="上传文件",
            section="upload",
            uploads=found[::-1][:_SHOWN],
            most_mb=MOST_MB,
            most_files=MOST_FILES,
            **state,
        ),
    )


@router.post("/upload")
async def hand_in(request: Request, writer: Writing) -> Response:
    """Take files in and have them read; each becomes an upload of its own."""
    services = services_of(request)
    await services.work(lambda: _room(services.intake.uploads))
    async with form_of(request, _FORM) as form:
        files = [item for item in form.getlist("file") if isinstance(item, UploadFile) and item.filename]
        if not files:
            raise BadRequestError("没有选文件；请先选一份或几份文件，再按“上传”。")
        kept = await services.work(lambda: _keep(files, services.intake.uploads, writer.name))
    services.intake.wake()
    return RedirectResponse(f"/upload/{kept[0].id}" if len(kept) == 1 else "/upload", 303)


def _room(uploads: Uploads) -> None:
    if uploads.waiting() >= MOST_WAITING:
        raise BadRequestError(f"已有 {MOST_WAITING} 份文件在排队，请等它们读完再上传。")


def _keep(files: Sequence[UploadFile], uploads: Uploads, who: str) -> list[UploadFolder]:
    """Move the files from the form's own temporary ones to where they wait; a full disk leaves nothing behind."""
    kept: list[UploadFolder] = []
    for file in files:
        found = uploads.begin(file.filename or "", who)
        try:
            with found.file.open("wb") as target:
                shutil.copyfileobj(file.file, target, MEGABYTE)
        except OSError as error:
            found.drop()
            raise TooLargeError(f"“{found.upload.name}”存不下：磁盘可能满了，请清理后重新上传。") from error
        found.ready()
        kept.append(found)
    return kept


@router.get("/upload/{key}")
async def upload(request: Request, key: str) -> Response:
    """Answer how far a file is; the page comes again by itself until there is something to do or to read."""
    services = services_of(request)
    await _wake(request, services)
    found = await services.work(lambda: services.intake.uploads.get(key))
    return await _page(request, found)


async def _page(request: Request, found: UploadFolder, complaint: str = "", status: int = 200) -> Response:
    view = await services_of(request).work(lambda: upload_view(found))
    preview = found.preview() if view.state == "asking" else None
    page = UploadPage(
        title=f"{view.state_name} · {view.name}",
        section="upload",
        upload=view,
        sheets=sheet_views(preview) if preview else [],
        left_out=preview.left_out if preview else [],
        choices=list(FIELD_TITLES.items()),
        complaint=complaint,
        **await intake_state(request),
    )
    answer = render(request, page, status)
    answer.headers["cache-control"] = "no-store"
    if not view.ended:
        answer.headers["refresh"] = _AGAIN
    return answer


@router.post("/upload/{key}")
async def confirm(request: Request, key: str, writer: Writing) -> Response:  # noqa: ARG001 - who may write
    """Take a workbook's columns as set in the form and have its rows read."""
    services = services_of(request)
    found = await services.work(lambda: services.intake.uploads.get(key))
    preview = found.preview()
    if preview is None or found.progress().state != "asking":
        return RedirectResponse(f"/upload/{found.id}", 303)
    async with form_of(request, _COLUMNS) as form:
        typed = {name: text_of(form, name) for name in form}
    try:
        mappings = chosen_mappings(preview, typed)
    except BadRequestError as error:
        return await _page(request, found, str(error), 400)
    await services.work(lambda: found.confirm(mappings))
    services.intake.wake()
    return RedirectResponse(f"/upload/{found.id}", 303)


async def _wake(request: Request, services: Services) -> None:
    """Have left-over work done; only for who may write, so that readers start nothing."""
    left = await services.work(services.intake.uploads.waiting)
    if left and await who_writes(request) is not None:
        services.intake.wake()
