"""The worker's depth of a card: each danger in three steps, in large type, to be read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from kb.model.card import Card, CardEntry
from web.documents.notice import elsewhere
from web.documents.wording import lines_data, mark_text


@dataclass(frozen=True, slots=True)
class WorkerDanger:
    """A danger in three steps: what it is, what to do (bans first), what comes first when it goes wrong."""

    location: str
    hazards: tuple[str, ...]
    accidents: str
    never: Sequence[dict[str, Any]]
    does: Sequence[dict[str, Any]]
    notes: tuple[str, ...]
    firsts: tuple[tuple[str, str, str], ...]
    """Scenario, the first thing to do, address of all its steps."""


def worker_dangers(card: Card) -> tuple[WorkerDanger, ...]:
    """Return the dangers of the notice card in three steps each, nothing left out that the notice says of them."""
    return tuple(_danger(entry, card) for entry in card.chosen)


def _danger(entry: CardEntry, card: Card) -> WorkerDanger:
    shown = entry.worker_lines or entry.other_lines
    bans = [line for line in shown if line.strength == "must_not"]
    lines = lines_data((*bans, *(line for line in shown if line.strength != "must_not")))
    return WorkerDanger(
        location=entry.location,
        hazards=entry.hazards,
        accidents=entry.accident_text,
        never=lines[: len(bans)],
        does=lines[len(bans) :],
        notes=(*map(mark_text, entry.marks), *elsewhere(entry)),
        firsts=tuple(
            (scenario.title, scenario.first, f"/playbooks/{quote(scenario.id, safe='')}")
            for scenario in card.scenarios
            if scenario.id in entry.playbooks
        ),
    )
