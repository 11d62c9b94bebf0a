"""What the child answers, asked here without a process: pages, problems, pictures, refusals."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest import reading, worker
from ingest.limits import Limits
from ingest.messages import (
    Drawn,
    DrawRows,
    Failed,
    Finished,
    Opened,
    PageDone,
    PageLost,
    ReadPages,
    Reply,
    Request,
    RowPicture,
    decode_reply,
    encode,
)  # fmt: skip
from ingest.page import PageContent
from tests.ingest.conftest import Printed
from tests.ingest.drawing import glyphs, table_page


@pytest.fixture(autouse=True)
def _unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are for a process of its own."""
    monkeypatch.setattr(worker, "limit_this_process", lambda limits: "none")


def _ask(request: Request) -> list[Reply]:
    replies: list[Reply] = []
    worker.answer(encode(request) + b"\n", lambda reply: replies.append(decode_reply(encode(reply))))
    return replies


def test_pages_come_one_by_one_from_the_one_asked_for(printed: Printed) -> None:
    replies = _ask(ReadPages(os.fsencode(printed("typst")), Limits(), first=1))
    assert isinstance(replies[0], Opened)
    assert isinstance(replies[-1], Finished)
    pages = [reply.page.number for reply in replies if isinstance(reply, PageDone)]
    assert pages == list(range(2, replies[0].pages + 1))


def test_a_page_over_its_limits_is_lost_with_the_reason(printed: Printed) -> None:
    for limits, code in (
        (Limits(glyphs_per_page=10), "too_many_glyphs"),
        (Limits(rules_per_page=3), "too_many_rules"),
        (Limits(objects_per_page=5), "too_many_objects"),
    ):
        replies = _ask(ReadPages(os.fsencode(printed("typst")), limits, check=False))
        lost = {reply.code for reply in replies if isinstance(reply, PageLost)}
        assert lost == {code}


def test_what_cannot_be_opened_is_answered_not_raised(tmp_path: Path) -> None:
    path = tmp_path / "坏.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    assert _ask(ReadPages(os.fsencode(path), Limits())) == [Failed("damaged")]


def test_pictures_are_written_into_the_folder_and_nowhere_else(printed: Printed, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    pictures = [RowPicture(1, (20, 40, 600, 90), "a.png"), RowPicture(2, (20, 40, 600, 90), "../b.png")]
    pictures.append(RowPicture(1, (20, 90, 600, 120), "c.png"))
    replies = _ask(DrawRows(os.fsencode(printed("typst")), Limits(), os.fsencode(tmp_path / "in"), pictures))
    assert sum(reply.pictures for reply in replies if isinstance(reply, Drawn)) == 3
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == ["a.png", "b.png", "c.png"]
    assert not list(tmp_path.glob("*.png"))


@pytest.mark.parametrize(
    ("text", "image_share", "dropped", "problems"),
    [
        ("清楚的文字", 0.0, {}, []),
        ("页", 0.9, {}, ["scanned"]),
        ("", 0.9, {}, ["scanned"]),
        ("", 0.0, {"invisible": "看不见"}, ["no_text"]),
        ("", 0.0, {}, []),
        ("字\ue123字\ue124", 0.0, {}, ["unknown_glyphs"]),
    ],
)
def test_what_is_wrong_with_a_page(text: str, image_share: float, dropped: dict[str, str], problems: list[str]) -> None:
    content = PageContent(1, 600.0, 400.0, glyphs(text, 20, 100), [], image_share, dropped)
    assert reading.page_problems(content) == problems


def test_characters_of_the_second_reading_mark_the_row_they_stand_in() -> None:
    row = ["1", "炉台", "（1）渣坑有积水。", "灼烫", "（1）清干渣坑。", "《甲规程》"]
    page = reading.read_page_tables(table_page([row, row]))
    box = page.tables[0].items[1].box  # type: ignore[union-attr]
    reading.mark(page, glyphs("气", 200, box.y0 + 15), "characters_missing")
    assert [item.flags for item in page.tables[0].items] == [[], ["characters_missing"]]  # type: ignore[union-attr]
    reading.mark(page, glyphs("气", 200, 10), "characters_missing")
    assert page.problems == ["characters_missing"]
