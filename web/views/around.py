"""What hangs on an entry: its documents on a day, playbooks, posts, other hazards here, the same text elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kb.model.entry import HazardEntry
from kb.store.knowledge import Knowledge
from web.views.entry import PlaceLink, place_link
from web.views.playbook import PlaybookLink, playbook_links
from web.views.post import EntryLine, PostLink, entry_line, post_link
from web.views.validity import BasisView, basis_views


@dataclass(frozen=True, slots=True)
class Around:
    """Everything an entry's page links to. `here` are the other hazards of the place, `same` other places."""

    basis: tuple[BasisView, ...]
    playbooks: tuple[PlaybookLink, ...]
    posts: tuple[PostLink, ...]
    here: tuple[EntryLine, ...]
    same: tuple[PlaceLink, ...]


def around(entry: HazardEntry, day: date, knowledge: Knowledge) -> Around:
    """Return what hangs on `entry`, its legal basis as of `day`."""
    chapter = knowledge.chapter_entries(entry.industry.code, entry.chapter.number)
    return Around(
        basis=basis_views(entry.legal_basis, day, knowledge),
        playbooks=playbook_links(entry.playbooks, knowledge),
        posts=tuple(post_link(knowledge.post(post_id)) for post_id in entry.posts),
        here=tuple(entry_line(e) for e in chapter if e.place == entry.place and e.id != entry.id),
        same=tuple(place_link(knowledge.entry(i)) for i in knowledge.same_entries(entry.id) if i != entry.id),
    )
