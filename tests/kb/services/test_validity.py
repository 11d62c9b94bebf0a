"""Validity on a day: codes, boundaries to the day, certainty in words, nothing claimed that is only guessed."""

from __future__ import annotations

from datetime import date

import pytest

from kb.model.base import HowKnown
from kb.model.regulation import Edition, Fact, Regulation, Successor
from kb.services.validity import CERTAINTY, MANUAL_DAY, NAMES, spoken, status_on, weakest


def edition(key: str, day: str = "", how: HowKnown = "third_party") -> Edition:
    return Edition(id=key, number=f"GB 1-{key}", how=how, in_force=Fact(value=day, how=how) if day else None)


def document(*editions: Edition, **more: object) -> Regulation:
    known = Fact(value="题名", how="third_party")
    return Regulation(id="gb-1", kind="other", title="规程", number="GB 1", editions=editions, known=known, **more)  # type: ignore[arg-type]


OLD, NEW = edition("2007", "2008-08-01"), edition("2018", "2019-06-01")
WHOLE = Successor(document="gb-2", how="third_party", in_force="2024-01-01")


@pytest.mark.parametrize(
    ("day", "code", "current"),
    [
        ("2008-07-31", "not_yet", "2007"),
        ("2008-08-01", "in_force", "2007"),
        ("2019-05-31", "in_force", "2007"),
        ("2019-06-01", "in_force", "2018"),
    ],
)
def test_an_edition_begins_on_its_day(day: str, code: str, current: str) -> None:
    found = status_on(document(OLD, NEW), date.fromisoformat(day))
    assert (found.code, found.edition) == (code, current)
    assert found.name == NAMES[found.code]
    assert CERTAINTY["third_party"] in found.text


def test_what_the_manual_cites_is_superseded_by_a_newer_edition() -> None:
    found = status_on(document(OLD, NEW), date(2026, 11, 1), MANUAL_DAY)
    assert (found.code, found.edition, found.successors) == ("superseded", "2007", ("gb-1@2018",))
    assert "2019年6月1日" in found.text


@pytest.mark.parametrize(("day", "code"), [("2023-12-31", "in_force"), ("2024-01-01", "superseded")])
def test_a_successor_takes_over_on_its_day(day: str, code: str) -> None:
    found = status_on(document(NEW, replaced_by=(WHOLE,)), date.fromisoformat(day))
    assert found.code == code
    assert found.successors == (("gb-2",) if code == "superseded" else ())


def test_a_repeal_without_successor() -> None:
    gone = document(NEW, repealed=Fact(value="2020-03-06", how="third_party"))
    assert status_on(gone, date(2020, 3, 5)).code == "in_force"
    assert status_on(gone, date(2020, 3, 6)).code == "repealed"


@pytest.mark.parametrize(
    "doubtful",
    [
        document(OLD, edition("2024", how="unverified")),
        document(NEW, replaced_by=(Successor(document="gb-2", how="unverified", in_force="2020-01-01"),)),
        document(NEW, repealed=Fact(value="2020-03-06", how="unverified")),
        document(edition("2013", "2014-01-01", "general_knowledge")),
        document(edition("2013", how="general_knowledge")),
        document(),
    ],
    ids=["edition", "successor", "repeal", "common-knowledge", "no-date", "nothing"],
)
def test_a_guess_is_never_printed_as_fact(doubtful: Regulation) -> None:
    found = status_on(doubtful, date(2026, 11, 1))
    assert found.code == "unknown"
    assert "核对" in found.text or "可能" in found.text
    assert found.certainty == "未核实"


def test_partly_replaced_stays_in_force_with_a_warning() -> None:
    partly = Successor(document="gb-2", how="third_party", in_force="2023-06-01", partly=True)
    found = status_on(document(NEW, replaced_by=(partly,)), date(2026, 1, 1))
    assert (found.code, found.successors) == ("in_force", ("gb-2",))
    assert "按条核对" in found.text


def test_a_bare_year_leaves_that_year_unsettled() -> None:
    later = document(OLD, edition("2018", "2019"))
    assert [status_on(later, date(y, 6, 1)).code for y in (2018, 2019, 2020)] == ["in_force", "unknown", "in_force"]


def test_the_weakest_link_counts() -> None:
    assert weakest("read_in_text", "unverified", "third_party") == "unverified"
    assert (spoken("2021-09-01"), spoken("2019")) == ("2021年9月1日", "2019年")
