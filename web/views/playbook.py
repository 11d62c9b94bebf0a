"""What pages show of a playbook (应急处置): lines with their sources, practice not yet confirmed marked as such."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from kb.model.card import ORIGIN_MARKS
from kb.model.playbook import Line, Playbook
from kb.services.card_entries import origin_of
from kb.store.knowledge import Knowledge
from web.views.sign import SignView, sign_views
from web.views.sources import SourceView, source_view


@dataclass(frozen=True, slots=True)
class PlaybookLink:
    """A playbook in a list: its title and the first thing to do."""

    id: str
    title: str
    first: str
    url: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with who does it and where it is from; `mark` is ①手册 ②法规标准 ③通用做法.

    `unconfirmed` practice is not printed on cards.
    """

    text: str
    role: str
    mark: str
    source: SourceView
    unconfirmed: bool
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class PlaybookView:
    """A playbook for its page."""

    id: str
    title: str
    aliases: tuple[str, ...]
    first: str
    signs: tuple[LineView, ...]
    steps: tuple[LineView, ...]
    never: tuple[LineView, ...]
    first_aid: tuple[LineView, ...]
    calls: tuple[str, ...]
    equipment: tuple[str, ...]
    safety_signs: tuple[SignView, ...]


def playbook_link(playbook: Playbook) -> PlaybookLink:
    """Return a link to `playbook`."""
    return PlaybookLink(playbook.id, playbook.title, playbook.first, f"/playbooks/{quote(playbook.id)}")


def playbook_links(ids: Iterable[str], knowledge: Knowledge) -> tuple[PlaybookLink, ...]:
    """Return links to the playbooks with these ids."""
    return tuple(playbook_link(knowledge.playbook(i)) for i in ids)


def playbook_view(playbook: Playbook, knowledge: Knowledge) -> PlaybookView:
    """Return `playbook` for its page."""

    def lines(records: tuple[Line, ...]) -> tuple[LineView, ...]:
        return tuple(_line(record, knowledge) for record in records)

    return PlaybookView(
        id=playbook.id,
        title=playbook.title,
        aliases=playbook.aliases,
        first=playbook.first,
        signs=lines(playbook.signs),
        steps=lines(playbook.steps),
        never=lines(playbook.never),
        first_aid=lines(playbook.first_aid),
        calls=playbook.calls,
        equipment=playbook.equipment,
        safety_signs=sign_views(playbook.safety_signs, knowledge),
    )


def _line(line: Line, knowledge: Knowledge) -> LineView:
    unconfirmed = line.source.how == "general_practice" and not line.confirmed_by
    mark = ORIGIN_MARKS[origin_of(line.source)]
    return LineView(line.text, line.role, mark, source_view(line.source, knowledge), unconfirmed, line.confirmed_by)
