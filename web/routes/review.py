"""Reviewing rows: the documents, their doubtful rows, and a row beside its picture to accept, correct or reject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse
from starlette.responses import RedirectResponse

from kb.errors import ConflictError, NotFoundError
from kb.model.claim import CLAIM_NAMES, FIELD_NAMES, ClaimKind, fingerprint, row_text
from kb.model.document_entry import of_document, where_in
from kb.store.reviewing import ReviewedDocument, Said
from web.contexts_intake import ReviewDocumentPage, ReviewPage, ReviewRowPage
from web.errors import BadRequestError
from web.forms import FormLimits, form_of, text_of
from web.guard import Writer, writer_of
from web.pages import render
from web.routes.intake import intake_state
from web.state import Services, services_of
from web.views.entry import entry_url
from web.views.review import (
    count_waiting,
    document_view,
    doubts,
    field_views,
    form_texts,
    page_of,
    row_link,
    row_url,
    said_view,
    typed_text,
)

router = APIRouter(include_in_schema=False)

NAME_COOKIE = "hazardkb-name"
"""Remembers the name typed last on this browser, so that it need not be typed for every row."""
Writing = Annotated[Writer, Depends(writer_of)]
_LIMITS = FormLimits(total=600_000, fields=20, field=120_000)
_ROWS = 100
_LONGEST_NAME = 20
_SHOWN = {"open": "待核对", "all": "全部", "done": "已核对", "rejected": "已剔除"}
_NO_STORE = {"cache-control": "no-store"}


@router.get("/review")
async def documents(request: Request) -> Response:
    """Answer the documents with how many rows of each wait."""
    services = services_of(request)
    found = await services.work(services.intake.review.documents)
    views = [document_view(document) for document in found]
    views.sort(key=lambda view: -view.waiting)
    state = await intake_state(request)
    page = ReviewPage(title="核对识别结果", section="review", documents=views, waiting=count_waiting(found), **state)
    return render(request, page)


@router.get("/review/{document}")
async def document(request: Request, document: str, show: str = "open", page: int = 1) -> Response:
    """Answer a document's rows: those that wait, or all."""
    services = services_of(request)
    found = await services.work(lambda: services.intake.review.document(document))
    if show not in _SHOWN or not 1 <= page <= 10_000:
        raise BadRequestError(f"地址里的 show 或 page 写法不对，show 可用：{'、'.join(_SHOWN)}。")
    return render(request, await _document_page(request, found, (show, page)))


async def _document_page(request: Request, found: ReviewedDocument, shown: tuple[str, int]) -> ReviewDocumentPage:
    show, page = shown
    lists = {
        "open": found.waiting,
        "all": list(found.rows),
        "done": [item for item in found.rows if item.claim and not item.rejected],
        "rejected": [item for item in found.rows if item.rejected],
    }
    view, rows, names = document_view(found), lists[show], _SHOWN.items()
    return ReviewDocumentPage(
        title=f"核对 · {found.document.name}",
        section="review",
        document=view,
        rows=[row_link(view.id, item) for item in page_of(rows, page, _ROWS)],
        choices=[(f"{name} {len(lists[code])}", f"{view.url}?show={code}", code == show) for code, name in names],
        previous_url=f"{view.url}?show={show}&page={page - 1}" if page > 1 else "",
        next_url=f"{view.url}?show={show}&page={page + 1}" if page * _ROWS < len(rows) else "",
        first_url=row_url(view.id, found.waiting[0].row) if found.waiting else "",
        **await intake_state(request),
    )


@router.get("/review/{document}/{row}")
async def row(request: Request, document: str, row: str, use: str = "") -> Response:
    """Answer a row beside its picture; `use` fills the form with an earlier claim's text."""
    services = services_of(request)
    found = await services.work(lambda: services.intake.review.document(document))
    item = found.row(row)
    claim = next((c for c in item.stale if c.id == use and c.text), None)
    texts = form_texts(claim.text if claim and claim.text else row_text(item.current))
    return render(request, await _row_page(request, found, row, texts))


async def _row_page(
    request: Request, found: ReviewedDocument, row_id: str, texts: Mapping[str, str], complaint: str = ""
) -> ReviewRowPage:
    services, item, view = services_of(request), found.row(row_id), document_view(found)
    history = await services.work(lambda: services.intake.review.history(found.document, row_id))
    pictures = await services.work(lambda: services.pictures.pictures(item.row))
    url, following = row_url(view.id, item.row), found.after(row_id)
    return ReviewRowPage(
        title=f"核对 {where_in(item.row)} · {found.document.name}",
        section="review",
        document=view,
        row_id=row_id,
        url=url,
        where=where_in(item.row),
        entry_url=entry_url(row_id) if of_document(row_id) else "",
        pictures=[f"{url}/picture/{n}" for n in range(1, len(pictures) + 1)],
        doubts=doubts(item) if item.claim is None else (),
        fields=field_views(item.row, texts),
        standing=said_view(item.claim) if item.claim else None,
        rejected=item.rejected,
        stale=[said_view(claim) for claim in item.stale] if item.claim is None else [],
        history=[said_view(claim) for claim in history],
        who=unquote(request.cookies.get(NAME_COOKIE, ""))[:_LONGEST_NAME],
        seen=fingerprint(item.row),
        last=item.claim.id if item.claim else "",
        complaint=complaint,
        next_url=row_url(view.id, following.row) if following else "",
        **await intake_state(request),
    )


@router.post("/review/{document}/{row}")
async def say(request: Request, document: str, row: str, writer: Writing) -> Response:
    """Write down what is said of a row and go to the next that waits; what was refused comes back as typed."""
    services = services_of(request)
    async with form_of(request, _LIMITS) as form:
        typed = {name: text_of(form, name) for name in (*FIELD_NAMES, "action", "who", "seen", "last")}
    found = await services.work(lambda: services.intake.review.document(document))
    item, name = found.row(row), _name(typed["who"])
    try:
        said = Said(
            kind=_kind(typed["action"]),
            who=f"{name}（{writer.name}）" if name else writer.name,
            seen=typed["seen"],
            last=typed["last"],
            text=typed_text(typed, item.row) if typed["action"] in {"accept", "correct"} else None,
        )
        claim = await services.work(lambda: services.intake.review.say(document, row, said))
    except (BadRequestError, ConflictError) as error:
        page = await _row_page(request, found, row, typed, str(error))
        return render(request, page, 409 if isinstance(error, ConflictError) else 400)
    services.intake.build.request()
    following = item if claim.kind == "undo" else found.after(row)
    target = row_url(found.document.id, following.row) if following else f"/review/{found.document.id}"
    answer = RedirectResponse(f"{target}?done={claim.kind}", 303)
    answer.set_cookie(NAME_COOKIE, quote(name), max_age=365 * 86400, path="/review", httponly=True, samesite="strict")
    return answer


def _kind(action: str) -> ClaimKind:
    for kind in CLAIM_NAMES:
        if action == kind:
            return kind
    raise BadRequestError("没有看懂按的是哪个按钮，没有存下；请再按一次认可、更正、剔除或撤销。")


def _name(typed: str) -> str:
    """Return a name as it may be kept: one line, printable, short."""
    return "".join(c for c in " ".join(typed.split()) if c.isprintable())[:_LONGEST_NAME].strip()


@router.get("/review/{document}/{row}/picture/{number}")
async def picture(request: Request, document: str, row: str, number: str) -> Response:
    """Answer a picture of the row on its page; the file is found by the row, never by what was typed."""
    services = services_of(request)

    def find(services: Services) -> str:
        item = services.intake.review.document(document).row(row)
        files = services.pictures.pictures(item.row)
        position = int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else 0
        if not 1 <= position <= len(files):
            raise NotFoundError(f"这一行没有第 {number} 张图片，请打开原文件对照。", number)
        return str(files[position - 1])

    return FileResponse(await services.work(lambda: find(services)), headers=_NO_STORE)
