"""Home, browsing by industry and chapter, and what this is."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request, Response

from kb import __version__
from kb.errors import NotFoundError
from kb.model.base import CodeName
from kb.model.industry import INDUSTRIES, find_industry
from kb.services.validity import CERTAINTY
from kb.store.knowledge import Knowledge
from web.contexts import AboutPage, ChapterPage, HomePage, IndustryPage
from web.pages import render
from web.state import edition_of, services_of
from web.views.labels import CERTAINTY_MEANINGS
from web.views.playbook import PlaybookLink, playbook_link
from web.views.post import by_place, post_link

router = APIRouter(include_in_schema=False)

EXAMPLES = ("煤气柜", "有限空间", "行车", "粉尘爆炸", "液氨")
"""Searches offered on the home page: words of the trade that most plants have something of."""

_SHOWN_AT_HOME = 8
"""Playbooks and posts on the home page; a link leads to all of them."""


@router.get("/")
async def home(request: Request) -> Response:
    """Answer the home page."""
    knowledge = edition_of(request).knowledge
    return render(request, await services_of(request).work(lambda: _home(knowledge)))


def _home(knowledge: Knowledge) -> HomePage:
    listed = knowledge.chapters()
    totals = [(i, sum(c.count for c in listed if c.industry.code == i.code)) for i in INDUSTRIES]
    return HomePage(
        title="工贸行业较大危险因素知识库",
        section="home",
        industries=totals,
        counts=knowledge.counts(),
        posts=[post_link(post) for post in knowledge.posts()[:_SHOWN_AT_HOME]],
        playbooks=_most_needed(knowledge),
        examples=EXAMPLES,
    )


def _most_needed(knowledge: Knowledge) -> list[PlaybookLink]:
    """Return the playbooks most rows of the manual lead to."""
    needed = Counter(playbook_id for entry in knowledge.all_entries() for playbook_id in entry.playbooks)
    ordered = sorted(knowledge.playbooks(), key=lambda playbook: -needed[playbook.id])
    return [playbook_link(playbook) for playbook in ordered[:_SHOWN_AT_HOME]]


@router.get("/industries/{code}")
async def industry(request: Request, code: str) -> Response:
    """Answer an industry's chapters; `code` may be the Chinese name too."""
    knowledge = edition_of(request).knowledge
    return render(request, await services_of(request).work(lambda: _industry(code, knowledge)))


def _industry(code: str, knowledge: Knowledge) -> IndustryPage:
    found = _known_industry(code)
    return IndustryPage(
        title=f"{found.name}行业",
        section="industries",
        industry=found,
        chapters=[c for c in knowledge.chapters() if c.industry.code == found.code],
        posts=[post_link(post) for post in knowledge.posts() if post.industry == found.code],
    )


@router.get("/industries/{code}/{chapter}")
async def chapter(request: Request, code: str, chapter: str) -> Response:
    """Answer the places of one chapter."""
    knowledge = edition_of(request).knowledge
    return render(request, await services_of(request).work(lambda: _chapter(code, chapter, knowledge)))


def _chapter(code: str, chapter: str, knowledge: Knowledge) -> ChapterPage:
    found = _known_industry(code)
    number = int(chapter) if chapter.isascii() and chapter.isdigit() and len(chapter) <= 3 else 0
    entries = knowledge.chapter_entries(found.code, number)
    if not entries:
        raise NotFoundError(f"{found.name}行业没有已收录的第 {chapter} 章，请从行业页选择。", chapter)
    return ChapterPage(
        title=f"{entries[0].chapter.title} · {found.name}行业",
        section="industries",
        industry=found,
        chapter_title=entries[0].chapter.title,
        chapter_code=f"{found.code}-{number:02}",
        places=by_place(entries),
        total=len(entries),
    )


def _known_industry(code: str) -> CodeName:
    found = find_industry(code)
    if found is None:
        raise NotFoundError(f"没有“{code}”这个行业，可用：冶金、有色、建材、机械、轻工、纺织。", code)
    return found


@router.get("/about")
async def about(request: Request) -> Response:
    """Answer what this knowledge base is and is not."""
    knowledge = edition_of(request).knowledge
    context = AboutPage(
        title="关于本知识库",
        section="about",
        counts=await services_of(request).work(knowledge.counts),
        edition=knowledge.edition,
        built_at=knowledge.facts.get("built_at", ""),
        version=__version__,
        certainties=[(words, CERTAINTY_MEANINGS[how]) for how, words in CERTAINTY.items()],
    )
    return render(request, context)
