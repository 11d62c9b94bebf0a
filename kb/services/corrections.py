"""Rows and the claims about them: which claim holds for a row, which are stale, and what the row reads then. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from kb.model.claim import Claim, fingerprint, row_text
from kb.model.official import OfficialRow, RowCheck

UNVERIFIED = "scan_"
"""Flags that begin so say that a row was read from a picture; such rows come first in review."""


@dataclass(frozen=True)
class Reviewed:
    """A row as extracted, the claim that holds for it, and the claims once made about a reading that has changed."""

    row: OfficialRow
    claim: Claim | None = None
    stale: tuple[Claim, ...] = ()

    @property
    def rejected(self) -> bool:
        """Whether the row is left out of editions."""
        return self.claim is not None and self.claim.kind == "reject"

    @property
    def open(self) -> bool:
        """Whether somebody should look at the row: it is doubtful, or what was said of it has become stale."""
        return self.claim is None and bool(self.row.flags or self.stale)

    @property
    def current(self) -> OfficialRow:
        """The row as it is to be read: corrected where it was, its flags gone once somebody looked."""
        if self.claim is None or self.claim.kind == "reject":
            return self.row
        corrected = self.claim.kind == "correct"
        check = RowCheck(kind="correct" if corrected else "accept", who=self.claim.who, when=self.claim.when)
        said = msgspec.structs.asdict(self.claim.text or row_text(self.row))
        return msgspec.structs.replace(self.row, **said, flags=(), checked=check)


def review(rows: Sequence[OfficialRow], claims: Iterable[Claim]) -> tuple[Reviewed, ...]:
    """Return every row of one document with what holds for it.

    A claim belongs to the row of its id whose reading it was made about; where the ids have moved (another version of
    the reader counts otherwise), to the only row with that reading. Else it is stale: kept, shown, not applied.
    """
    standing = _standing(claims)
    readings = {row.id: fingerprint(row) for row in rows}
    times = Counter(readings.values())
    by_reading = {reading: row_id for row_id, reading in readings.items() if times[reading] == 1}
    held: dict[str, Claim] = {}
    stale: dict[str, list[Claim]] = defaultdict(list)
    for claim in standing:
        if readings.get(claim.row) == claim.said_of:
            held[claim.row] = claim
        elif claim.said_of in by_reading:
            held.setdefault(by_reading[claim.said_of], claim)
        else:
            stale[claim.row].append(claim)
    return tuple(Reviewed(row, held.get(row.id), tuple(stale[row.id])) for row in rows)


def _standing(claims: Iterable[Claim]) -> list[Claim]:
    """Return the last claim about each reading of a row that has not been undone, in the order they were made."""
    said: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        about = said[claim.row, claim.said_of]
        if claim.kind != "undo":
            about.append(claim)
        else:
            about[:] = [earlier for earlier in about if earlier.id != claim.undoes]
    return [about[-1] for about in said.values() if about]


def in_review_order(reviewed: Iterable[Reviewed], also: str = "") -> list[Reviewed]:
    """Return the rows somebody should look at: read from pictures first, then in the document's order.

    `also` is the id of a row to list among them although it needs nobody (any more).
    """
    waiting = [item for item in reviewed if item.open or item.row.id == also]
    return sorted(waiting, key=lambda item: not any(flag.startswith(UNVERIFIED) for flag in item.row.flags))
