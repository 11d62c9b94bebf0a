"""What may be wrong with a row: every doubt becomes a flag; a row that cannot be an entry becomes a reject."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from ingest.rawtable import NO_COLUMN
from ingest.stitch import StitchedRow, numbers
from kb.model.official import OfficialRow

_ENDED = tuple("。；;！!？?.”）)")


def numbering_flags(found: Sequence[int]) -> Iterator[str]:
    """Doubts about measure numbers: not from 1, a gap, or the same or a smaller number again."""
    if found and found[0] != 1:
        yield "numbering_late_start"
    pairs = list(itertools.pairwise(found))
    if any(after > before + 1 for before, after in pairs):
        yield "numbering_jump"
    if any(after <= before for before, after in pairs):
        yield "numbering_restart"


def _unnumbered_start(row: StitchedRow) -> bool:
    """Whether measures are numbered, but not from the first line on."""
    lines = row.lines("control_measures")
    return bool(numbers(lines)) and not numbers(lines[:1])


def _unterminated(official: OfficialRow) -> bool:
    return bool(official.control_measures) and not official.control_measures[-1].endswith(_ENDED)


_CHECKS: tuple[tuple[str, Callable[[StitchedRow, OfficialRow], bool]], ...] = (
    ("row_no_missing", lambda row, _: not row.group.row_no),
    ("location_missing", lambda row, _: not row.group.location),
    ("accident_types_missing", lambda _, official: not official.accident_types),
    ("control_measures_missing", lambda _, official: not official.control_measures),
    ("legal_basis_missing", lambda _, official: not official.legal_basis),
    ("measures_unterminated", lambda _, official: _unterminated(official)),
    ("numbering_lead_in", lambda row, _: _unnumbered_start(row)),
)


def flags_of(row: StitchedRow, official: OfficialRow) -> tuple[str, ...]:
    """All flags of a row: those its reading left, then those its text gives rise to, each once.

    A field for which the table has no column is not missing in any row.
    """
    read = [*row.flags, *row.group.flags, *(flag for part in row.parts for flag in part.flags)]
    absent = {f"{name}_missing" for part in row.parts for name, cell in part.cells.items() if cell.key == NO_COLUMN}
    found = [name for name, holds in _CHECKS if name not in absent and holds(row, official)]
    return tuple(dict.fromkeys([*read, *found, *numbering_flags(numbers(row.lines("control_measures")))]))


def why_rejected(official: OfficialRow) -> str:
    """The reason (a key of kb.model.official.FLAG_TEXTS) why a row cannot be an entry, or nothing."""
    if not official.hazard:
        return "hazard_missing"
    return "only_hazard" if not (official.control_measures or official.accident_types) else ""
