"""When nothing was found: the places and posts whose names come nearest to the words, by shared characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Generic, TypeVar

from kb.model.entry import HazardEntry
from kb.model.post import Post
from kb.model.text import bare
from kb.store.knowledge import Knowledge
from web.views.entry import PlaceLink, place_link
from web.views.post import PostLink, post_link

T = TypeVar("T")


def _grams(text: str) -> set[str]:
    """Return the characters of `text` and its pairs of neighbours, without punctuation."""
    kept = bare(text)
    return {*kept, *(kept[i : i + 2] for i in range(len(kept) - 1))}


class NearestNames(Generic[T]):
    """Finds the values whose names share most with some words: Dice's measure over characters and pairs of them.

    `named` gives each name with its value; a value may have several names. Only names that share something are
    looked at, so that a page with no hit costs no more than one with many.
    """

    def __init__(self, named: Iterable[tuple[str, T]]) -> None:
        self._values: list[T] = []
        self._sizes: list[int] = []
        self._holding: dict[str, list[int]] = {}
        for number, (name, value) in enumerate(named):
            grams = _grams(name)
            self._values.append(value)
            self._sizes.append(len(grams))
            for gram in grams:
                self._holding.setdefault(gram, []).append(number)

    def nearest(self, words: str, limit: int) -> list[T]:
        """Return up to `limit` values named most like `words`, the likest first, each once; ties in given order."""
        asked = _grams(words)
        shared = Counter(number for gram in asked for number in self._holding.get(gram, ()))
        likeness = {number: 2 * count / (len(asked) + self._sizes[number]) for number, count in shared.items()}
        ordered = sorted(likeness, key=lambda number: (-likeness[number], number))
        found = {id(self._values[number]): self._values[number] for number in ordered}
        return list(found.values())[:limit]


def nearest_places(words: str, knowledge: Knowledge, limit: int = 6) -> list[PlaceLink]:
    """Return links to the places named most like `words` (their first entries)."""
    return [
        place_link(entry) for entry in knowledge.once("place names", lambda: _places(knowledge)).nearest(words, limit)
    ]


def _places(knowledge: Knowledge) -> NearestNames[HazardEntry]:
    firsts = {entry.place: entry for entry in reversed(knowledge.all_entries())}.values()
    return NearestNames((name, entry) for entry in firsts for name in (entry.location, *entry.also_called))


def nearest_posts(words: str, knowledge: Knowledge, limit: int = 6) -> list[PostLink]:
    """Return links to the posts named most like `words`."""
    names = knowledge.once("post names", lambda: _posts(knowledge))
    return [post_link(post) for post in names.nearest(words, limit)]


def _posts(knowledge: Knowledge) -> NearestNames[Post]:
    return NearestNames((name, p) for p in knowledge.posts() for name in (p.title, *p.aliases, *p.colloquial))
