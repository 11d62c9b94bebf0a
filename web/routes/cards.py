"""Saved cards: the list, a card as it stands today, its documents, its history, and the page a QR code leads to."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from kb.errors import NotFoundError
from kb.model.card import Card
from kb.services.card_statements import changes, statements
from kb.store.knowledge import Knowledge
from web.contexts import DocumentPage
from web.contexts_records import CardCheckPage, CardComparePage, SavedCardPage, SavedCardsPage
from web.documents import DOCUMENTS, document_file_name, questions_for
from web.documents.flow import Flow
from web.documents.notice import notice_data
from web.errors import BadRequestError
from web.files import file_response
from web.guard import who_writes
from web.pages import render
from web.state import Services, edition_of, services_of
from web.views.offers import offered_names
from web.views.playbook import playbook_links
from web.views.sign import sign_view

router = APIRouter(include_in_schema=False)

_NUMBER = re.compile(r"([a-z0-9-]{1,80})-([0-9a-f]{12})")
_DIGEST = re.compile(r"[0-9a-f]{12,64}")


@router.get("/cards")
async def saved_cards(request: Request) -> Response:
    """Answer the list of saved cards."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    writer = await who_writes(request)
    page = await services.work(lambda: _list_page(services, knowledge, writer.logged_in if writer else None))
    return render(request, page)


def _list_page(services: Services, knowledge: Knowledge, logged_in: bool | None) -> SavedCardsPage:
    from kb.records import cards
    from web.views.saved import saved_links

    return SavedCardsPage(
        title="本单位的卡",
        section="posts",
        cards=saved_links(cards.all_cards(services.records), knowledge),
        may_write=logged_in is not None,
        logged_in=bool(logged_in),
    )


@router.get("/cards/{key}")
async def saved_card(request: Request, key: str, version: str = "") -> Response:
    """Answer a saved card as it stands today, or one of its earlier versions."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    number = _version(version)
    return render(request, await services.work(lambda: _card_page(services, knowledge, key, number)))


def _card_page(services: Services, knowledge: Knowledge, key: str, number: int | None) -> SavedCardPage:
    from kb.records import cards
    from web.views.saved import Wanted, change_groups, moment, opened, saved_offers, version_links

    found = opened(services, knowledge, Wanted(key, number))
    card, head = found.today.card, found.version.head
    return SavedCardPage(
        title=f"{found.name} · 岗位风险告知卡",
        section="posts",
        key=key,
        post_url=f"/posts/{quote(card.post.code)}",
        confirmed_by=card.options.practice_confirmed_by,
        notice=notice_data(card),
        playbooks=playbook_links((scenario.id for scenario in card.scenarios), knowledge),
        signs=[sign_view(sign) for sign in card.signs],
        documents=saved_offers(key),
        number=head.number,
        current=found.version.current,
        saved=f"{moment(head.saved_at)}，{head.saved_by}",
        versions=version_links(cards.versions(services.records, key)),
        withdrawn=found.today.withdrawn,
        changes=change_groups(found.today.changes),
        logo=bool(card.options.logo),
    )


@router.get("/cards/{key}/documents/{document}.html")
async def saved_page(request: Request, key: str, document: str) -> Response:
    """Answer a document of a saved card as a page."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    build = DOCUMENTS[document].page if document in DOCUMENTS else None
    if build is None and document in DOCUMENTS and "html" in DOCUMENTS[document].renderers:
        return await saved_document(request, key, document, "html")
    if build is None:
        raise NotFoundError(f"没有网页 {document}.html，现在可以看、可以下载：{offered_names()}。", document)
    return render(request, await services.work(lambda: _document_page(services, knowledge, key, (document, build))))


def _document_page(
    services: Services, knowledge: Knowledge, key: str, wanted: tuple[str, Callable[[Card], Flow]]
) -> DocumentPage:
    from web.views.saved import Wanted, opened, saved_offers

    document, build = wanted
    found = opened(services, knowledge, Wanted(key, questions=questions_for(document)))
    flow = build(found.today.card)
    return DocumentPage(
        title=f"{found.name} · {flow.title}",
        section="posts",
        post_url=f"/cards/{key}",
        files=next(offer.formats[:-1] for offer in saved_offers(key) if offer.code == document),
        flow=flow,
    )


@router.get("/cards/{key}/documents/{document}.{form}")
async def saved_document(request: Request, key: str, document: str, form: str) -> Response:
    """Answer a document of a saved card; what it says is kept first, so that its QR code can be answered later."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    if document not in DOCUMENTS or form not in DOCUMENTS[document].renderers:
        raise NotFoundError(f"没有文件 {document}.{form}，现在可以下载：{offered_names()}。", document)
    name, title, content = await services.work(lambda: _file(services, knowledge, key, (document, form)))
    return file_response(content, form, name, f"{title}-{document}.{form}")


def _file(services: Services, knowledge: Knowledge, key: str, wanted: tuple[str, str]) -> tuple[str, str, bytes]:
    from kb.records import cards
    from web.views.saved import Wanted, opened

    found = opened(services, knowledge, Wanted(key, questions=questions_for(wanted[0])))
    card = found.today.card
    cards.keep_issue(services.records, key, found.version.head.number, card)
    return document_file_name(card, *wanted), card.post.name, services.render_document(card, *wanted)


@router.get("/cards/{key}/logo.png")
async def logo(request: Request, key: str) -> Response:
    """Answer the logo of a saved card."""
    from kb.records import cards

    services = services_of(request)
    found = await services.work(lambda: cards.version(services.records, key))
    if not found.options.logo:
        raise NotFoundError("这张卡没有标志图。", key)
    return Response(found.options.logo, media_type="image/png")


@router.get("/cards/{key}/compare")
async def compare(request: Request, key: str, old: str = "", new: str = "") -> Response:
    """Answer what one version of a card changed of another, both as they were saved."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    before, after = _version(old), _version(new)
    if before is None or after is None:
        raise BadRequestError("请写明比较哪两个版本，例如 ?old=1&new=2。")
    return render(request, await services.work(lambda: _compare_page(services, knowledge, key, (before, after))))


def _compare_page(services: Services, knowledge: Knowledge, key: str, numbers: tuple[int, int]) -> CardComparePage:
    from kb.records import cards
    from web.views.saved import change_groups

    old, new = (cards.version(services.records, key, number) for number in numbers)
    return CardComparePage(
        title=f"{knowledge.post(new.head.post).title} · 第 {numbers[0]} 版和第 {numbers[1]} 版",
        section="posts",
        key=key,
        old=numbers[0],
        new=numbers[1],
        changes=change_groups(changes(old.said, new.said)),
    )


@router.get("/check")
async def check_number(request: Request, number: str = "") -> Response:
    """Lead from the number on a paper to the page that says whether it still holds."""
    from kb.records import cards

    services = services_of(request)
    match = _NUMBER.fullmatch(number.strip().lower())
    if match is None:
        raise BadRequestError(
            "编号的写法不对：是纸上“编号”后面的一串，岗位的英文名加 12 位数字和字母，请照着再输一遍。"
        )
    post, digest = match.groups()
    found = await services.work(lambda: cards.issued_as(services.records, post, digest))
    return RedirectResponse(f"/cards/{found.card}/{digest}" if found else f"/posts/{post}/card?digest={digest}", 303)


@router.get("/cards/{key}/{digest}")
async def check(request: Request, key: str, digest: str) -> Response:
    """Answer whether a paper with this content hash still agrees with the knowledge base; what a QR code leads to."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    if not _DIGEST.fullmatch(digest):
        raise NotFoundError("没有这个页面；核对纸上的卡，请扫它的二维码，或在“本单位的卡”里输入编号。", digest)
    return render(request, await services.work(lambda: _check_page(services, knowledge, key, digest)))


def _check_page(services: Services, knowledge: Knowledge, key: str, digest: str) -> CardCheckPage:
    from kb.records import cards
    from web.views.saved import Wanted, change_groups, moment, opened

    found = opened(services, knowledge, Wanted(key))
    issued = cards.issued(services.records, key, digest)
    card = found.today.card
    moved = changes(issued.said, statements(card)) if issued else ()
    return CardCheckPage(
        title=f"核对：{found.name}",
        section="posts",
        key=key,
        number=f"{card.post.code}-{digest[:12]}",
        verdict=_verdict(card.digest.startswith(digest), issued is not None, bool(moved)),
        as_of=card.options.as_of,
        draft=card.draft,
        issued=f"第 {issued.number} 版，{moment(issued.issued_at)} 存底" if issued else "",
        current=found.version.current,
        changes=change_groups(moved),
        said=issued.said if issued else (),
    )


def _verdict(same_digest: bool, issued: bool, moved: bool) -> str:
    """Return what has become of a paper: the same (also where only its setting differs), changed, or never issued."""
    if same_digest or (issued and not moved):
        return "same"
    return "changed" if issued else "unknown"


def _version(typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:6]) <= 99_999):
        raise BadRequestError(f"版本号“{typed[:10]}”不对，应是 1、2、3 这样的数字。")
    return int(typed)
