"""Saved cards: versions that stay, two trainers at once, what was issued."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from kb.errors import ConflictError, NotFoundError
from kb.model.saved_card import NewVersion
from kb.records import cards
from kb.records.database import Records
from kb.services.card_statements import statements
from tests.card_samples import filled, short_card

LOGO = b"\x89PNG" + b"\x00" * 50


def put(records: Records, key: str, base: int, **fields: Any) -> int:
    options = filled(**fields)
    given = {name: getattr(options, name) for name in options.__struct_fields__ if name != "as_of"}
    return cards.save(records, "本机", NewVersion(id=key, base=base, card=short_card(**given), note="改电话"))


def test_every_save_is_a_version_and_old_ones_stay(records: Records) -> None:
    key = cards.new_id()
    assert [put(records, key, 0, enterprise="甲厂"), put(records, key, 1, enterprise="乙厂", logo=LOGO)] == [1, 2]
    first, newest = cards.version(records, key, 1), cards.version(records, key)
    assert (first.options.enterprise, first.options.logo, first.current) == ("甲厂", b"", 2)
    assert (newest.head.number, newest.options.logo, newest.options.saved) == (2, LOGO, key)
    assert [head.number for head in cards.versions(records, key)] == [2, 1]
    (listed,) = cards.all_cards(records, "sample-post")
    assert (listed.enterprise, listed.number, listed.note) == ("乙厂", 2, "改电话")
    assert cards.all_cards(records, "another-post") == ()


def test_two_trainers_do_not_overwrite_each_other_in_silence(records: Records) -> None:
    key = cards.new_id()
    put(records, key, 0)
    put(records, key, 1, enterprise="先存的")
    with pytest.raises(ConflictError, match="已经存了第 2 版"):
        put(records, key, 1, enterprise="后存的")
    assert cards.version(records, key).options.enterprise == "先存的"


def test_what_was_issued_is_kept_once_by_its_digest(records: Records) -> None:
    key = cards.new_id()
    put(records, key, 0)
    later = short_card(own_lines=(), enterprise="今天的知识库")
    for _ in range(2):
        cards.keep_issue(records, key, 1, later)
    found = cards.issued(records, key, later.digest[:16])
    assert found is not None
    assert (found.number, found.said) == (1, statements(later))
    assert cards.issued_as(records, "sample-post", later.digest[:12]) == found
    assert cards.issued(records, key, "0" * 16) is None
    with records.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM issues")) == 2


@pytest.mark.parametrize("key", ["", "../../etc", "aaaaaaaaaa", "A" * 10, "a" * 2000])
def test_an_unknown_card_is_not_found(records: Records, key: str) -> None:
    with pytest.raises(NotFoundError, match="没有这张卡"):
        cards.version(records, key)


def test_an_unknown_version_is_not_found(records: Records) -> None:
    key = cards.new_id()
    put(records, key, 0)
    with pytest.raises(NotFoundError, match="没有第 7 版，现在是第 1 版"):
        cards.version(records, key, 7)
