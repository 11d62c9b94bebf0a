"""Saved cards as pages show them: links in lists, the card as it stands today, changes in Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from msgspec.structs import replace

from kb.errors import NotFoundError
from kb.model.post import Post
from kb.model.saved_card import CardHead, SavedVersion
from kb.model.statement import Change, StatementKind
from kb.services.saved_cards import SavedCard, card_today
from kb.store.knowledge import Knowledge
from web.state import SHANGHAI, Services
from web.views.offers import Offer, offers_at

_GROUPS: tuple[tuple[str, tuple[StatementKind, ...]], ...] = (
    ("本单位填写的", ("enterprise",)),
    ("知识库的内容", ("content", "practice")),
    ("依据的现行状态", ("law",)),
)


@dataclass(frozen=True, slots=True)
class SavedLink:
    """A saved card in a list."""

    url: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class VersionLink:
    """A version of a card in its history; `compare_url` shows what it changed, empty for the first."""

    number: int
    url: str
    detail: str
    compare_url: str


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one kind."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A saved version with its post and the card it makes today."""

    version: SavedVersion
    post: Post
    today: SavedCard

    @property
    def name(self) -> str:
        """What the card is called: post, enterprise, workshop."""
        head = self.version.head
        return " · ".join(filter(None, (self.post.title, head.enterprise, head.workshop)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which saved card: its id, the version (None: the newest), and how many questions it needs for papers."""

    key: str
    number: int | None = None
    questions: int = 0


def opened(services: Services, knowledge: Knowledge, wanted: Wanted) -> Opened:
    """Return a saved card as it stands today. Raises NotFoundError."""
    from kb.records import cards

    version = cards.version(services.records, wanted.key, wanted.number)
    post = knowledge.post(version.head.post)
    options = replace(
        version.options,
        as_of=services.today().isoformat(),
        public_url=services.settings.public_url,
        questions=wanted.questions,
    )
    return Opened(version, post, card_today(post, knowledge, options, version.said))


def saved_links(heads: Iterable[CardHead], knowledge: Knowledge) -> tuple[SavedLink, ...]:
    """Return links to saved cards."""
    return tuple(
        SavedLink(
            f"/cards/{head.card}",
            " · ".join(filter(None, (_post_title(head.post, knowledge), head.enterprise, head.workshop, head.paper))),
            f"第 {head.number} 版，{moment(head.saved_at)}，{head.saved_by}",
        )
        for head in heads
    )


def version_links(heads: Iterable[CardHead]) -> tuple[VersionLink, ...]:
    """Return the history of a card."""
    return tuple(
        VersionLink(
            head.number,
            f"/cards/{head.card}?version={head.number}",
            "，".join(filter(None, (moment(head.saved_at), head.saved_by, head.note))),
            f"/cards/{head.card}/compare?old={head.number - 1}&new={head.number}" if head.number > 1 else "",
        )
        for head in heads
    )


def change_groups(changes: Iterable[Change]) -> tuple[ChangeGroup, ...]:
    """Return changes by who answers for them."""
    found = tuple(changes)
    groups = (ChangeGroup(title, tuple(c for c in found if c.kind in kinds)) for title, kinds in _GROUPS)
    return tuple(group for group in groups if group.changes)


def saved_offers(key: str) -> tuple[Offer, ...]:
    """Return every document of a saved card."""
    return offers_at(f"/cards/{quote(key, safe='')}/documents")


def moment(utc: datetime) -> str:
    """Return a time as read in China."""
    return utc.replace(tzinfo=UTC).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _post_title(post: str, knowledge: Knowledge) -> str:
    try:
        return knowledge.post(post).title
    except NotFoundError:
        return post
