"""The book of claims: only added to, a torn line costs itself alone, its digest follows every claim."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import CorpusError
from kb.model.claim import Claim
from kb.store.claims import ClaimBook

SHA = "ab" * 32


def claim(number: int) -> Claim:
    return Claim(id=f"c{number}", kind="accept", row="doc-abababab-1", said_of="0" * 16, who="王工", when="2026-11-27")


def test_claims_come_back_in_order_and_nothing_before_them_changes(tmp_path: Path) -> None:
    book = ClaimBook(tmp_path / "claims")
    assert book.claims(SHA) == ()
    book.add(SHA, claim(1))
    written = next(book.folder.iterdir()).read_bytes()
    book.add(SHA, claim(2))
    assert book.claims(SHA) == (claim(1), claim(2))
    assert next(book.folder.iterdir()).read_bytes().startswith(written)


def test_a_line_cut_short_costs_only_itself(tmp_path: Path) -> None:
    book = ClaimBook(tmp_path)
    book.add(SHA, claim(1))
    with (tmp_path / f"{SHA}.jsonl").open("ab") as file:
        file.write(b'\n{"id":"c2","kind":"acc')
    book.add(SHA, claim(3))
    assert [c.id for c in book.claims(SHA)] == ["c1", "c3"]


def test_the_digest_changes_with_every_claim(tmp_path: Path) -> None:
    book = ClaimBook(tmp_path / "claims")
    digests = [book.digest()]
    for number in (1, 2):
        book.add(SHA, claim(number))
        digests.append(book.digest())
    assert len(set(digests)) == 3


def test_what_cannot_be_written_was_not_said(tmp_path: Path) -> None:
    (tmp_path / "claims").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(CorpusError, match="没有存下来"):
        ClaimBook(tmp_path / "claims").add(SHA, claim(1))


def test_nothing_but_a_sha_becomes_a_path(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a sha256"):
        ClaimBook(tmp_path).claims("../secret")
