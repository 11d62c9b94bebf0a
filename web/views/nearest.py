"""When nothing was found: the places and posts whose names come nearest to the words, by shared characters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from kb.model.text import bare
from kb.store.knowledge import Knowledge
from web.views.entry import PlaceLink, place_link
from web.views.post import PostLink, post_link

T = TypeVar("T")


def likeness(words: str, name: str) -> float:
    """Return how alike two short texts are, 0 to 1: Dice's measure over their characters and pairs of characters."""
    a, b = _grams(words), _grams(name)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


@lru_cache(maxsize=8192)  # the names are always the same; without this a page takes 16 ms longer
def _grams(text: str) -> frozenset[str]:
    kept = bare(text)
    return frozenset({*kept, *(kept[i : i + 2] for i in range(len(kept) - 1))})


def nearest(words: str, named: Iterable[tuple[str, T]], limit: int) -> list[T]:
    """Return up to `limit` values whose names share characters with `words`, the likest first, each once."""
    best: dict[int, tuple[float, int, T]] = {}
    for order, (name, value) in enumerate(named):
        score = likeness(words, name)
        key = id(value)
        if score > 0 and (key not in best or score > best[key][0]):
            best[key] = (score, -order, value)
    return [value for _, _, value in sorted(best.values(), key=lambda item: item[:2], reverse=True)[:limit]]


def nearest_places(words: str, knowledge: Knowledge, limit: int = 6) -> list[PlaceLink]:
    """Return links to the places named most like `words` (their first entries)."""
    firsts = {entry.place: entry for entry in reversed(knowledge.all_entries())}.values()
    named = ((name, entry) for entry in firsts for name in (entry.location, *entry.also_called))
    return [place_link(entry) for entry in nearest(words, named, limit)]


def nearest_posts(words: str, knowledge: Knowledge, limit: int = 6) -> list[PostLink]:
    """Return links to the posts named most like `words`."""
    named = ((name, post) for post in knowledge.posts() for name in (post.title, *post.aliases, *post.colloquial))
    return [post_link(post) for post in nearest(words, named, limit)]
