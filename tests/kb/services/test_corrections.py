"""Which claim holds for a row: the last one not undone, about the reading that is there; others are stale."""

from __future__ import annotations

from typing import Any

import msgspec

from kb.model.claim import Claim, ClaimKind, fingerprint, row_text
from kb.model.digest import official_digest
from kb.model.official import OfficialRow
from kb.services.corrections import in_review_order, review
from kb.services.document_entries import digests_of


def row(number: int, **fields: Any) -> OfficialRow:
    defaults = {"hazard": f"第{number}处松动。", "control_measures": (f"（1）紧固第{number}处。",)}
    said = {**defaults, **fields}
    digest = official_digest(said["hazard"], said["control_measures"])
    return OfficialRow(id=f"doc-0a0a0a0a-{number}", industry="", chapter="", location="样例间", digest=digest, **said)


def claim(kind: ClaimKind, about: OfficialRow, number: int = 1, **fields: Any) -> Claim:
    said = {"id": f"c{number}", "said_of": fingerprint(about), "who": "王工", "when": "2026-11-27T02:03:04+00:00"}
    return Claim(kind=kind, row=about.id, **{**said, **fields})


def corrected(about: OfficialRow, **fields: Any) -> Claim:
    return claim("correct", about, text=msgspec.structs.replace(row_text(about), **fields))


def test_a_correction_is_read_and_the_extraction_stays() -> None:
    read = row(1, flags=("legal_basis_missing",))
    (found,) = review([read], [corrected(read, location="样例站")])
    assert found.row == read
    assert (found.current.location, found.current.flags) == ("样例站", ())
    assert found.current.checked is not None
    assert (found.current.checked.kind, found.current.checked.who) == ("correct", "王工")
    assert not found.open


def test_the_last_word_holds_and_undoing_brings_back_the_one_before() -> None:
    read = row(1)
    said = [claim("accept", read), claim("reject", read, 2)]
    assert review([read], said)[0].rejected
    undone = [*said, claim("undo", read, 3, undoes="c2")]
    assert review([read], undone)[0].claim == said[0]
    both = [*undone, claim("undo", read, 4, undoes="c1")]
    assert review([read], both)[0].claim is None


def test_a_changed_reading_makes_claims_stale_and_they_are_not_applied() -> None:
    before, now = row(1), row(1, hazard="读法变了。")
    (found,) = review([now], [corrected(before, location="样例站")])
    assert found.current == now
    assert found.open
    assert [c.text.location for c in found.stale if c.text] == ["样例站"]
    again = review([now], [corrected(before, location="样例站"), claim("accept", now, 2)])
    assert not again[0].open


def test_a_claim_follows_its_row_when_the_numbers_move() -> None:
    before = row(2)
    moved = msgspec.structs.replace(before, id="doc-0a0a0a0a-3")
    found = review([row(1), moved], [claim("reject", before)])
    assert [item.rejected for item in found] == [False, True]


def test_a_claim_about_one_of_two_like_rows_that_moved_is_stale() -> None:
    before = row(9)
    twins = [msgspec.structs.replace(before, id=f"doc-0a0a0a0a-{n}") for n in (1, 2)]
    assert not any(item.rejected for item in review(twins, [claim("reject", before)]))


def test_rows_read_from_pictures_are_looked_at_first() -> None:
    rows = [row(1, flags=("legal_basis_missing",)), row(2), row(3, flags=("scan_unverified",))]
    assert [item.row.id[-1] for item in in_review_order(review(rows, []))] == ["3", "1"]


def test_a_corrected_row_of_the_manual_keeps_its_entry_and_a_misread_one_finds_it() -> None:
    read = row(1)
    (found,) = review([read], [corrected(read, hazard="第一处松动。")])
    assert digests_of(found.current) == (read.digest, official_digest("第一处松动。", read.control_measures))
    (accepted,) = review([read], [claim("accept", read)])
    assert digests_of(accepted.current) == (read.digest,)
