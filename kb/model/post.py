"""A job at a plant (岗位): `Post` with the places it works in, qualifications and protective equipment."""

from __future__ import annotations

from kb.model.base import Record, Review, Source


class Qualification(Record, frozen=True, kw_only=True):
    """A certificate a post needs, its category and the rule that demands it."""

    name: str
    category: str = ""
    source: Source


class ProtectiveItem(Record, frozen=True, kw_only=True):
    """An item of personal protective equipment, as reference only (参考配备), with its source."""

    name: str
    when: str = ""
    source: Source


class Post(Record, frozen=True, kw_only=True):
    """A post: addressed by id, title or alias. `places` are place ids; `industry` is a code or `all`.

    `extra_entries` adds single rows from places the post does not work in; `without_entries` leaves rows out.
    """

    id: str
    title: str
    industry: str
    aliases: tuple[str, ...] = ()
    colloquial: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    tasks: tuple[str, ...]
    places: tuple[str, ...]
    extra_entries: tuple[str, ...] = ()
    without_entries: tuple[str, ...] = ()
    playbooks: tuple[str, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    protective_equipment: tuple[ProtectiveItem, ...] = ()
    safety_signs: tuple[str, ...] = ()
    review: Review
