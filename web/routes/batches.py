"""Batches: handing one in, watching it, and fetching what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile
from starlette.responses import FileResponse, RedirectResponse

from kb.errors import NotFoundError
from kb.model.industry import INDUSTRIES, find_industry
from web.batches.folder import BatchFolder
from web.batches.job import MAX_ITEMS, Job, checked
from web.contexts import BatchesPage, BatchPage
from web.documents import offered
from web.documents.registry import MEDIA_TYPES
from web.errors import BadRequestError
from web.forms import FormLimits, form_of, text_of
from web.guard import who_writes, writer_of
from web.pages import render
from web.state import Services, services_of
from web.views.batch import BatchView, batch_view

router = APIRouter(include_in_schema=False, prefix="/batch")

_LIMITS = FormLimits(total=2_200_000, fields=12, field=2_000, files=1)
_REFRESH = "3"
"""Seconds after which a browser asks again how far a batch is."""


@router.get("")
async def batches(request: Request) -> Response:
    """Answer the form, and to who may write the batches there are."""
    services, writer = services_of(request), await who_writes(request)
    known: Sequence[BatchView] = await services.work(lambda: _known(services)) if writer else ()
    page = BatchesPage(
        title="批量打印",
        section="posts",
        industries=INDUSTRIES,
        documents=[(f"{document}.{form}", name) for (document, form), name in offered().items()],
        batches=known,
        may_write=writer is not None,
        most=MAX_ITEMS,
    )
    return _fresh(render(request, page))


def _known(services: Services) -> list[BatchView]:
    return [batch_view(batch) for batch in reversed(services.desk.batches.all())]


@router.post("", dependencies=[Depends(writer_of)])
async def hand_in(request: Request) -> Response:
    """Take a batch and lead to its page."""
    services = services_of(request)
    async with form_of(request, _LIMITS) as form:
        rows = await _rows(form)
        job = _asked(form, services, listed=rows is not None)
    batch = await services.work(lambda: services.desk.hand_in(job, rows))
    return RedirectResponse(f"/batch/{batch.id}", 303)


@router.get("/{key}")
async def batch(request: Request, key: str) -> Response:
    """Answer how far a batch is; it is taken up again if nobody works on it, as after a restart."""
    services = services_of(request)
    view = await services.work(lambda: _seen(services, key))
    answer = _fresh(render(request, BatchPage(title=f"批量打印：{view.title}", section="posts", batch=view)))
    if not view.ended:
        answer.headers["refresh"] = _REFRESH
    return answer


def _seen(services: Services, key: str) -> BatchView:
    view = batch_view(services.desk.batches.get(key))
    if view.state == "waiting":
        services.desk.wake()
    return view


@router.get("/{key}/result")
async def result(request: Request, key: str) -> Response:
    """Answer the finished file; its name is the document's, never the user's."""
    services = services_of(request)
    found = await services.work(lambda: _finished(services.desk.batches.get(key)))
    return _fresh(FileResponse(found, media_type=MEDIA_TYPES[found.suffix[1:]], filename=found.name))


def _finished(batch: BatchFolder) -> Path:
    path = batch.result()
    if path is None:
        raise NotFoundError("这一批还没有做好，请看它的进度页。", batch.id)
    return path


async def _rows(form: FormData) -> bytes | None:
    """Return the list that was sent along, unopened; None where none was."""
    sent = form.get("list")
    return await sent.read() if isinstance(sent, UploadFile) and sent.filename else None


def _asked(form: FormData, services: Services, *, listed: bool) -> Job:
    industry = find_industry(text_of(form, "industry"))
    if listed == bool(industry):
        raise BadRequestError("请选一个行业，或者上传一份名单，两样选一样。")
    document, _, form_name = text_of(form, "document").partition(".")
    if (document, form_name) not in offered():
        raise BadRequestError("没有这种文件，请在“批量打印”页上选。")
    return checked(
        Job(
            document=document,
            form=form_name,
            joined=text_of(form, "joined") == "1",
            industry=industry.code if industry else "",
            enterprise=text_of(form, "enterprise"),
            workshop=text_of(form, "workshop"),
            confirmed_by=text_of(form, "confirmed_by"),
            as_of=services.today().isoformat(),
            created=datetime.now(UTC).isoformat(timespec="microseconds"),
            public_url=services.settings.public_url,
        )
    )


def _fresh(answer: Response) -> Response:
    answer.headers["cache-control"] = "no-store"
    return answer
