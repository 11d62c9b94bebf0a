"""Article numbers over several editions: maps chained, so that the oldest number leads to today's article."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kb.model.renumbering import Moved, Renumbering
from kb.services.validity import weakest


class Renumberings:
    """The maps of all documents, those of one edition to the next and those chained from them."""

    def __init__(self, maps: Iterable[Renumbering]) -> None:
        steps = {(m.document, old): m for m in maps for old in (m.old, *m.alike)}
        self._maps: dict[tuple[str, str, str], Renumbering] = {}
        self._furthest: dict[tuple[str, str], Renumbering] = {}
        for (document, old), step in steps.items():
            whole = msgspec.structs.replace(step, old=old, alike=())
            passed = {old}
            while True:
                self._maps[document, old, whole.new] = whole
                passed.add(whole.new)
                after = steps.get((document, whole.new))
                if after is None or after.new in passed:
                    break
                whole = chained(whole, after)
            self._furthest[document, old] = whole

    def between(self, document: str, old: str, new: str) -> Renumbering | None:
        """Return the map from one edition to another, None where there is none."""
        return self._maps.get((document, old, new))

    def onward(self, document: str, old: str) -> Renumbering | None:
        """Return the map from an edition to the newest one its numbers lead to."""
        return self._furthest.get((document, old))

    def into(self, document: str, new: str) -> tuple[Renumbering, ...]:
        """Return the maps that lead to an edition, from the edition before it back to the oldest."""
        found = [m for (owner, _, to), m in self._maps.items() if (owner, to) == (document, new)]
        return tuple(sorted(found, key=lambda m: m.old, reverse=True))


def chained(first: Renumbering, second: Renumbering) -> Renumbering:
    """Return the map over both; each row is no surer than its weakest step, notes of both steps are kept."""
    rows = tuple(_onward(row, second) for row in first.rows)
    reached = {number for row in rows for number in row.new}
    numbers = [*(number for row in second.rows for number in row.new), *second.added]
    return Renumbering(
        document=first.document,
        old=first.old,
        new=second.new,
        source=f"{first.source}；{second.source}",
        rows=rows,
        added=tuple(n for n in sorted(set(numbers), key=_order) if n not in reached),
    )


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("-"))


def _onward(row: Moved, second: Renumbering) -> Moved:
    steps = [step for step in (second.successor(number) for number in row.new) if step is not None]
    return Moved(
        old=row.old,
        new=tuple(dict.fromkeys(number for step in steps for number in step.new)),
        how=weakest(row.how, *(step.how for step in steps)),
        note="；".join(dict.fromkeys(note for note in (row.note, *(step.note for step in steps)) if note)),
    )
