"""Posts: the list, a post's page, its notice card as a page, and its documents as files."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from kb.errors import NotFoundError, RecordsError
from kb.model.card import MAX_ADDED, Card, CardOptions
from kb.model.post import Post
from kb.services.cards import build_card
from kb.store.knowledge import Knowledge
from web.contexts import CardPage, DocumentPage, PostPage, PostsPage
from web.contexts_learn import WorkerCardPage
from web.documents import DOCUMENTS, document_file_name, questions_for
from web.documents.notice import notice_data
from web.documents.wording import signed_name
from web.errors import BadRequestError
from web.files import file_response
from web.pages import render
from web.state import Services, edition_of, services_of
from web.views.document_entry import document_line
from web.views.offers import asked_query, offered_names, offers
from web.views.playbook import playbook_links
from web.views.post import by_place, post_view, posts_by_industry
from web.views.saved import SavedLink, saved_links
from web.views.sign import sign_view, sign_views
from web.views.sources import review_view
from web.views.worker import worker_dangers

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)

Added = Annotated[list[str], Query(alias="add", default_factory=list)]
"""Rows of other documents that papers take beside the post's own entries, as an address names them."""


def read_added(ids: Sequence[str]) -> tuple[str, ...]:
    """Return the rows to add, each once; raises BadRequestError for more than a card takes."""
    added = tuple(dict.fromkeys(ids))
    if len(added) > MAX_ADDED:
        raise BadRequestError(f"一张卡最多加 {MAX_ADDED} 条其他文件的条目，现选了 {len(added)} 条，请减少。")
    return added


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone asks of a card: for which document, who answers for the lines of general practice, what to add."""

    document: str = "notice"
    confirmed_by: str = ""
    added: tuple[str, ...] = ()


_PLAIN = Asked()
_WORKER = "worker"
"""The depth that shows three steps a danger; any other word is the full card."""
_SHORTEST_DIGEST = 12
"""Digits of a content hash that stand on paper; fewer would agree by chance."""


@router.get("/posts")
async def posts(request: Request, added: Added) -> Response:
    """Answer every post by industry; a row to be added goes along to the post that is chosen."""
    knowledge = edition_of(request).knowledge
    return render(request, await services_of(request).work(lambda: _posts_page(knowledge, read_added(added))))


def _posts_page(knowledge: Knowledge, added: Sequence[str]) -> PostsPage:
    groups = posts_by_industry(knowledge.posts())
    total = sum(len(links) for _, links in groups)
    adding = [document_line(entry) for entry in knowledge.document_entries(added)]
    return PostsPage(title="岗位", section="posts", groups=groups, total=total, adding=adding)


@router.get("/posts/{key}")
async def post(request: Request, key: str, added: Added, confirmed_by: str = "") -> Response:
    """Answer a post, by id, title or alias; with `depth=worker` its card in three steps."""
    if request.query_params.get("depth") == _WORKER:
        return await card(request, key, added, confirmed_by)
    services, knowledge = services_of(request), edition_of(request).knowledge
    asked = Asked(confirmed_by=signed_name(confirmed_by), added=read_added(added))
    page = await services.work(lambda: _post_page(knowledge.post(key), knowledge, asked, services))
    return render(request, page)


def _post_page(post: Post, knowledge: Knowledge, wanted: Asked, services: Services) -> PostPage:
    entries = knowledge.post_entries(post.id)
    named = [i for entry in entries for i in entry.playbooks]
    playbooks = tuple(dict.fromkeys((*post.playbooks, *named)))
    own = dict.fromkeys((*knowledge.document_entries(wanted.added), *knowledge.offered_to_post(post.id)))
    asked = (s for playbook_id in playbooks for s in knowledge.playbook(playbook_id).safety_signs)
    return PostPage(
        title=f"{post.title} · 岗位",
        section="posts",
        post=post_view(post, knowledge),
        places=by_place(entries),
        total=len(entries),
        playbooks=playbook_links(playbooks, knowledge),
        signs=sign_views((*post.safety_signs, *asked), knowledge),
        documents=offers(post.id, wanted.confirmed_by, wanted.added),
        confirmed_by=wanted.confirmed_by,
        own=[(document_line(entry), entry.id in wanted.added) for entry in own],
        added=wanted.added,
        query=asked_query(wanted.confirmed_by, wanted.added),
        saved=_saved(post, knowledge, services),
        review=review_view(post.review),
    )


def _saved(post: Post, knowledge: Knowledge, services: Services) -> tuple[SavedLink, ...]:
    """Return the cards the enterprise made of `post`; records that cannot be read keep nobody from the hazards."""
    from kb.records import cards

    try:
        return saved_links(cards.all_cards(services.records, post.id), knowledge)
    except RecordsError as error:
        log.warning("saved cards cannot be listed: %s", error)
        return ()


def card_of(key: str, knowledge: Knowledge, services: Services, asked: Asked = _PLAIN) -> Card:
    """Return the card of a post as it stands today, without anything an enterprise has set but who confirmed it."""
    options = CardOptions(
        as_of=services.today().isoformat(),
        public_url=services.settings.public_url,
        questions=questions_for(asked.document),
        practice_confirmed_by=signed_name(asked.confirmed_by),
        added=asked.added,
    )
    return build_card(knowledge.post(key), knowledge, options)


@router.get("/posts/{key}/card")
async def card(request: Request, key: str, added: Added, confirmed_by: str = "", digest: str = "") -> Response:
    """Answer the notice card as a page that prints, `digest` being a paper's, from its QR code; with `depth=worker` in
    three steps a danger, large.
    """
    services, knowledge = services_of(request), edition_of(request).knowledge
    asked = Asked("notice", confirmed_by, read_added(added))
    made = await services.work(lambda: card_of(key, knowledge, services, asked))
    notice = await services.work(lambda: notice_data(made))
    if request.query_params.get("depth") == _WORKER:
        return render(request, _worker_page(made, notice))
    query = asked_query(made.options.practice_confirmed_by, made.options.added)
    context = CardPage(
        checked=_checked(made, digest),
        post_url=f"/posts/{quote(made.post.code)}{query}",
        worker_url=f"/posts/{quote(made.post.code)}/card{deeper(query)}",
        title=f"{made.post.name} · 岗位风险告知卡",
        section="posts",
        notice=notice,
        playbooks=playbook_links((scenario.id for scenario in made.scenarios), knowledge),
        signs=[sign_view(sign) for sign in made.signs],
        documents=offers(made.post.code, made.options.practice_confirmed_by, made.options.added)[:1],
    )
    return render(request, context)


@router.get("/posts/{key}/documents/{document}.html")
async def document_page(request: Request, key: str, document: str, added: Added) -> Response:
    """Answer a document of a post as a page."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    build = DOCUMENTS[document].page if document in DOCUMENTS else None
    if build is None and document in DOCUMENTS and "html" in DOCUMENTS[document].renderers:
        return await _file(request, key, Asked(document, added=read_added(added)), "html")
    if build is None:
        raise NotFoundError(f"没有网页 {document}.html，现在可以看、可以下载：{offered_names()}。", document)
    asked = Asked(document, request.query_params.get("confirmed_by", ""), read_added(added))
    made = await services.work(lambda: card_of(key, knowledge, services, asked))
    flow = await services.work(lambda: build(made))
    chosen = (made.options.practice_confirmed_by, made.options.added)
    offer = next(offer for offer in offers(made.post.code, *chosen) if offer.code == document)
    context = DocumentPage(
        title=f"{made.post.name} · {flow.title}",
        section="posts",
        post_url=f"/posts/{quote(made.post.code)}{asked_query(*chosen)}",
        files=offer.formats[:-1],
        flow=flow,
    )
    return render(request, context)


def deeper(query: str) -> str:
    """Return an address's parameters with the worker's depth among them."""
    return f"{query}&depth={_WORKER}" if query else f"?depth={_WORKER}"


def _worker_page(made: Card, notice: Mapping[str, Any]) -> WorkerCardPage:
    options, url = made.options, f"/posts/{quote(made.post.code)}"
    query = asked_query(options.practice_confirmed_by, options.added)
    return WorkerCardPage(
        title=f"{made.post.name} · 大字卡",
        section="posts",
        post=made.post.name,
        draft=notice["draft"],
        dangers=worker_dangers(made),
        rest=notice["rest"],
        right=notice["right"],
        signs=[sign_view(sign) for sign in made.signs],
        legend=notice["legend"],
        footer=notice["footer"],
        post_url=f"{url}{query}",
        full_url=f"{url}/card{query}",
        learn_url=f"/learn/{quote(made.post.code)}{asked_query(options.practice_confirmed_by, ())}",
    )


def _checked(card: Card, digest: str) -> str:
    """Return whether the paper with this content hash agrees with today's card, empty when none is asked about."""
    if not digest:
        return ""
    if len(digest) >= _SHORTEST_DIGEST and card.digest.startswith(digest.lower()):
        return f"✓ 与知识库一致：这张纸和今天的内容一样（截至 {card.options.as_of}）。"
    return f"▲ 已更新：这张纸印出以后内容变了，或不是从这里印的；请按现行内容（截至 {card.options.as_of}）重新打印。"


@router.get("/posts/{key}/documents/{document}.{form}")
async def document(request: Request, key: str, document: str, form: str, added: Added) -> Response:
    """Answer a document of a post as a file; its name is the post's and the document's, never the user's."""
    if document not in DOCUMENTS or form not in DOCUMENTS[document].renderers:
        raise NotFoundError(f"没有文件 {document}.{form}，现在可以下载：{offered_names()}。", document)
    return await _file(request, key, Asked(document, added=read_added(added)), form)


async def _file(request: Request, key: str, asked: Asked, form: str) -> Response:
    services, knowledge = services_of(request), edition_of(request).knowledge
    asked = replace(asked, confirmed_by=request.query_params.get("confirmed_by", ""))
    made = await services.work(lambda: card_of(key, knowledge, services, asked))
    content = await services.work(lambda: services.render_document(made, asked.document, form))
    name = f"{made.post.name}-{asked.document}.{form}"
    return file_response(content, form, document_file_name(made, asked.document, form), name)
