"""What to do in the first ten minutes of a scenario: `Playbook`, steps by role, never-do's, first aid, calls."""

from __future__ import annotations

from kb.model.base import Record, Review, Source


class Line(Record, frozen=True, kw_only=True):
    """A line with its source; `general_practice` lines print only once `confirmed_by` names a reviewer."""

    text: str
    source: Source
    role: str = ""
    confirmed_by: str = ""


class Playbook(Record, frozen=True, kw_only=True):
    """Emergency response (应急处置) for one scenario; the order of `steps` belongs to the scenario."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    accident_types: tuple[str, ...] = ()
    first: str
    signs: tuple[Line, ...]
    steps: tuple[Line, ...]
    never: tuple[Line, ...]
    first_aid: tuple[Line, ...] = ()
    calls: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    safety_signs: tuple[str, ...] = ()
    review: Review
