"""What pages show of a post: its card of facts, links to it, and its entries place by place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from kb.model.entry import HazardEntry
from kb.model.industry import INDUSTRIES
from kb.model.post import Post
from kb.store.knowledge import Knowledge
from web.views.entry import entry_url
from web.views.labels import COMMON_INDUSTRY
from web.views.sources import SourceView, source_view

_INDUSTRY_NAMES = {industry.code: industry.name for industry in INDUSTRIES}


@dataclass(frozen=True, slots=True)
class PostLink:
    """A post in a list."""

    id: str
    title: str
    also: str
    industry: str
    url: str
    card_url: str
    learn_url: str


@dataclass(frozen=True, slots=True)
class SourcedItem:
    """A qualification or a piece of equipment: what, when or which category, and where that is said."""

    name: str
    detail: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class PostView:
    """A post's own facts."""

    id: str
    title: str
    names: tuple[str, ...]
    industry: str
    tasks: tuple[str, ...]
    qualifications: tuple[SourcedItem, ...]
    equipment: tuple[SourcedItem, ...]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in a list of its place: its hazards, the accidents, and whether the manual is corrected there."""

    url: str
    hazards: tuple[str, ...]
    accident_types: tuple[str, ...]
    cautions: int


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """A place (场所/环节/部位) with its entries."""

    place: str
    location: str
    trail: str
    entries: tuple[EntryLine, ...]


def industry_name(code: str) -> str:
    """Return the Chinese name of a post's industry."""
    return _INDUSTRY_NAMES.get(code, COMMON_INDUSTRY)


def post_link(post: Post) -> PostLink:
    """Return a link to `post`."""
    url = f"/posts/{quote(post.id)}"
    also = "、".join((*post.aliases, *post.colloquial))
    learn_url = f"/learn/{quote(post.id)}"
    return PostLink(post.id, post.title, also, industry_name(post.industry), url, f"{url}/card", learn_url)


def posts_by_industry(posts: Iterable[Post]) -> tuple[tuple[str, tuple[PostLink, ...]], ...]:
    """Return links to `posts` under their industries, in the manual's order, the common ones first."""
    groups: dict[str, list[PostLink]] = {name: [] for name in (COMMON_INDUSTRY, *_INDUSTRY_NAMES.values())}
    for post in posts:
        groups[industry_name(post.industry)].append(post_link(post))
    return tuple((name, tuple(links)) for name, links in groups.items() if links)


def post_view(post: Post, knowledge: Knowledge) -> PostView:
    """Return a post's own facts for showing."""
    return PostView(
        id=post.id,
        title=post.title,
        names=(*post.aliases, *post.colloquial),
        industry=industry_name(post.industry),
        tasks=post.tasks,
        qualifications=tuple(
            SourcedItem(q.name, q.category, source_view(q.source, knowledge)) for q in post.qualifications
        ),
        equipment=tuple(
            SourcedItem(item.name, item.when, source_view(item.source, knowledge)) for item in post.protective_equipment
        ),
    )


def by_place(entries: Iterable[HazardEntry]) -> tuple[PlaceGroup, ...]:
    """Return `entries` under their places, in the order given."""
    groups: dict[str, list[HazardEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.place, []).append(entry)
    return tuple(
        PlaceGroup(
            place=place,
            location=members[0].location,
            trail=" › ".join((members[0].industry.name, members[0].chapter.title, *members[0].section)),
            entries=tuple(entry_line(entry) for entry in members),
        )
        for place, members in groups.items()
    )


def entry_line(entry: HazardEntry) -> EntryLine:
    """Return `entry` as a line under its place."""
    types = tuple(kind.name for kind in entry.accident_types)
    return EntryLine(entry_url(entry.id), entry.hazards, types, len(entry.errata) + len(entry.stricter_now))
