"""The trainer's page: a post's card made the enterprise's own, saved as a version; nothing typed is lost on the way."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request, Response
from msgspec.structs import replace
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse

from kb.errors import ConflictError
from kb.model.card import CardOptions
from kb.model.post import Post
from kb.model.saved_card import NewVersion
from kb.services.cards import build_card
from kb.services.saved_cards import still_there
from kb.store.knowledge import Knowledge
from web.contexts_records import CardFormPage
from web.errors import BadRequestError
from web.forms import FormLimits, form_of
from web.guard import LoginNeededError, Writer, writer_of
from web.logos import LARGEST_FILE, logo_png
from web.pages import render
from web.routes.posts import Added, read_added
from web.state import Services, edition_of, services_of
from web.views.card_fields import OWN_TEXT, TEXTS, Reading, Values, added_of, options_of, values_of
from web.views.card_form import entry_fields, note_field, sections, sign_choices
from web.views.labels import SIGN_KINDS

router = APIRouter(include_in_schema=False)

_LIMITS = FormLimits(total=LARGEST_FILE + 1_000_000, fields=4000, field=OWN_TEXT * 4 + 1000, files=1)
_WRONG = "还没有保存：有 {} 处要改，已在下面标出；其余填的都还在。"
_SAVE_OVER = "您填的都还在下面。先看那一版改了什么；再按一次保存，就以您填的为准另存一版。"


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it stands: whose card, made from which version, what was typed, and what is wrong with it."""

    key: str
    base: int
    values: dict[str, str]
    complaint: str = ""
    errors: dict[str, str] | None = None
    logo: str = ""
    login: bool = False
    newer: int = 0


@router.get("/posts/{post}/own", dependencies=[Depends(writer_of)])
async def new_form(request: Request, post: str, added: Added, confirmed_by: str = "") -> Response:
    """Answer the form for a post, with nothing in it but what was chosen on the post's page."""
    from kb.records.cards import new_id

    values = {"practice_confirmed_by": confirmed_by} | {f"add:{key}": "on" for key in read_added(added)}
    return await _answer(request, post, Draft(new_id(), 0, values))


@router.get("/cards/{key}/edit", dependencies=[Depends(writer_of)])
async def edit_form(request: Request, key: str) -> Response:
    """Answer the form with the newest version of a card; what no longer holds is not filled in."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    return await _answer(request, "", await services.work(lambda: _stored(services, knowledge, key)))


def _stored(services: Services, knowledge: Knowledge, key: str) -> Draft:
    from kb.records import cards
    from web.views.saved import Wanted, opened

    found = opened(services, knowledge, Wanted(key))
    options = found.today.card.options
    logo = cards.put_logo(services.records, "程序", options.logo) if options.logo else ""
    told = "；".join(found.today.withdrawn)
    return Draft(key, found.version.current, values_of(options), f"知识库更新过：{told}。" if told else "", logo=logo)


@router.post("/posts/{post}/own")
async def save_new(request: Request, post: str) -> Response:
    """Save the first version of a card."""
    return await _save(request, post, "")


@router.post("/cards/{key}/edit")
async def save_again(request: Request, key: str) -> Response:
    """Save another version of a card."""
    return await _save(request, "", key)


async def _save(request: Request, post: str, key: str) -> Response:
    """Save what was sent, or show it again with what is wrong: the log-in, a field, or somebody else's version."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    async with form_of(request, _LIMITS) as form:
        draft = _sent(form, key)
        upload = await _upload(form)
    try:
        writer = await writer_of(request)
    except LoginNeededError as error:
        return await _answer(request, post, dataclasses.replace(draft, complaint=str(error), login=True), 401)
    saved = await services.work(lambda: _saved(services, knowledge, post, (draft, upload, writer)))
    if isinstance(saved, Draft):
        return await _answer(request, post, saved, 409 if saved.newer else 422)
    return RedirectResponse(f"/cards/{draft.key}", 303)


def _sent(form: FormData, key: str) -> Draft:
    from kb.records.cards import is_id

    values = {name: value for name, value in form.items() if isinstance(value, str)}
    sent_key, base = values.pop("card", ""), values.pop("base", "0")
    key = key or sent_key
    if not is_id(key) or not (base.isascii() and base.isdigit() and len(base) < 6):
        raise BadRequestError("这张表单不完整，请从岗位页重新打开再填。")
    return Draft(key, int(base), values, logo=values.pop("logo_kept", ""))


async def _upload(form: FormData) -> bytes:
    sent = form.get("logo")
    return await sent.read() if isinstance(sent, UploadFile) else b""


def _saved(services: Services, knowledge: Knowledge, post: str, sent: tuple[Draft, bytes, Writer]) -> Draft | int:
    """Return the number of the version that was saved, or the draft with what is wrong."""
    from kb.records import cards

    draft, upload, writer = sent
    record = _post_of(services, knowledge, post, draft.key)
    reading = Reading(draft.values)
    options = options_of(reading, _entry_ids(record, knowledge, draft.values), (sign.id for sign in knowledge.signs()))
    logo = _logo(services, draft, upload, (reading, writer))
    draft = dataclasses.replace(draft, logo=logo, errors=reading.errors)
    if reading.errors:
        return dataclasses.replace(draft, complaint=_WRONG.format(len(reading.errors)))
    options = replace(
        options,
        as_of=services.today().isoformat(),
        logo=cards.logo(services.records, logo) if logo else b"",
        saved=draft.key,
    )
    new = NewVersion(
        id=draft.key,
        base=draft.base,
        card=build_card(record, knowledge, options),
        note=reading.text("note", *TEXTS["note"]),
    )
    try:
        return cards.save(services.records, writer.name, new)
    except ConflictError as error:
        newest = cards.version(services.records, draft.key).current
        return dataclasses.replace(draft, base=newest, newer=newest, complaint=f"{error}{_SAVE_OVER}")


def _logo(services: Services, draft: Draft, upload: bytes, sent: tuple[Reading, Writer]) -> str:
    """Return the name of the logo that stands in the form now: sent with it, kept from before, or none."""
    from kb.records import cards

    reading, writer = sent
    if upload:
        try:
            return cards.put_logo(services.records, writer.name, logo_png(upload))
        except BadRequestError as error:
            reading.errors["logo"] = str(error)
    if draft.values.get("logo_remove") or not cards.logo(services.records, draft.logo):
        return ""
    return draft.logo


def _post_of(services: Services, knowledge: Knowledge, post: str, key: str) -> Post:
    from kb.records import cards

    return knowledge.post(post or cards.version(services.records, key).head.post)


def _entry_ids(post: Post, knowledge: Knowledge, values: Values) -> list[str]:
    """Return the ids of the post's entries and of the rows the form adds that are still there."""
    added = still_there(knowledge.document_entry, added_of(values))
    return [*(entry.id for entry in knowledge.post_entries(post.id)), *added]


async def _answer(request: Request, post: str, draft: Draft, status: int = 200) -> Response:
    services, knowledge = services_of(request), edition_of(request).knowledge
    page = await services.work(lambda: _page(services, knowledge, post, draft))
    answer = render(request, page, status)
    answer.headers["cache-control"] = "private, no-cache"
    return answer


def _page(services: Services, knowledge: Knowledge, post: str, draft: Draft) -> CardFormPage:
    record = _post_of(services, knowledge, post, draft.key)
    ids = _entry_ids(record, knowledge, draft.values)
    added = tuple(key for key in added_of(draft.values) if key in ids)
    card = build_card(record, knowledge, CardOptions(as_of=services.today().isoformat(), added=added))
    order = {key: number for number, key in enumerate(ids)}
    errors = draft.errors or {}
    return CardFormPage(
        title=f"{record.title} · 本单位的卡",
        section="posts",
        post_title=record.title,
        post_id=record.id,
        key=draft.key,
        base=draft.base,
        action=f"/posts/{record.id}/own" if post else f"/cards/{draft.key}/edit",
        complaint=draft.complaint,
        errors=errors,
        login=draft.login,
        newer_url=f"/cards/{draft.key}/compare?old={max(1, draft.newer - 1)}&new={draft.newer}" if draft.newer else "",
        sections=sections(draft.values, errors),
        entries=entry_fields(sorted(card.entries, key=lambda e: order[e.id]), draft.values, errors),
        added=added,
        signs=sign_choices(knowledge.signs(), draft.values, SIGN_KINDS),
        has_signs=", ".join(sign.name for sign in card.signs),
        logo=draft.logo,
        logo_error=errors.get("logo", ""),
        note=note_field(draft.values, errors),
    )
