"""The entry page: both texts, pictures of the ingested row, and everything that must be seen beside a measure."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kb.edition import EditionInputs, build_edition
from kb.model.entry import HazardEntry
from kb.model.official import Box, OfficialRow, picture_name
from kb.services.validity import status_on
from kb.store.corpus import load_corpus
from kb.store.knowledge import Knowledge
from tests.own.small import copied
from tests.web.client import Client, client_of
from tests.web.conftest import DAY, make_app

SHA = "ab" * 32
PICTURE = b"\x89PNG\r\n\x1a\n" + b"row"


def shows(page: str, text: str) -> bool:
    """Tell whether a page says `text`."""
    return html.escape(text) in page.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")


@pytest.fixture(scope="module")
def entry(small: EditionInputs) -> HazardEntry:
    """The entry of the small corpus with the most to say."""
    return max(load_corpus(small.corpus).entries, key=lambda e: (len(e.errata) + len(e.stricter_now), len(e.measures)))


@pytest.fixture(scope="module")
def ingested(small: EditionInputs, entry: HazardEntry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application of a user whose library holds the row of `entry`, with two pictures."""
    own = copied(small, tmp_path_factory.mktemp("ingested"))
    row = OfficialRow(
        id=entry.id,
        industry=entry.industry.name,
        chapter=entry.chapter.title,
        location="场所甲",
        hazard="原文危险乙",
        control_measures=("原文措施丙",),
        pages=(7, 8),
        boxes=(Box(page=7, x0=1, y0=2, x1=3, y1=4), Box(page=8, x0=1, y0=2, x1=3, y1=4)),
        digest=entry.official_digest,
        source=SHA,
    )

    def fill(folder: Path) -> None:
        (folder / "pictures").mkdir()
        for page in row.pages:
            (folder / "pictures" / picture_name(row.id, page)).write_bytes(PICTURE)

    own.library.put(SHA, [row], fill)
    build_edition(own)
    with client_of(make_app(own)) as client:
        yield client


def test_without_the_manual_the_page_says_so(client: Client, entry: HazardEntry) -> None:
    page = client.get(f"/entries/{entry.id}").text
    assert "原文未对应" in page
    assert client.get(f"/entries/{entry.id}/picture/1").status_code == 404
    assert client.get(f"/api/v1/entries/{entry.id}").json()["official"] is None


def test_with_the_manual_both_texts_stand_side_by_side(ingested: Client, entry: HazardEntry) -> None:
    page = ingested.get(f"/entries/{entry.id}").text
    assert all(shows(page, text) for text in ("原文危险乙", "原文措施丙", "第 7、8 页", entry.hazards[0]))
    assert "原文未对应" not in page
    official = ingested.get(f"/api/v1/entries/{entry.id}").json()["official"]
    assert (official["hazard"], official["pages"]) == ("原文危险乙", [7, 8])
    assert [ingested.get(url).content for url in official["pictures"]] == [PICTURE, PICTURE]


@pytest.mark.parametrize(
    "number", ["0", "3", "-1", "1.png", "%2e%2e%2f1", "..%2f..%2frows.jsonl", "01x", "²", "99999999999999999999"]
)
def test_pictures_are_found_by_entry_only(number: str, ingested: Client, entry: HazardEntry) -> None:
    assert ingested.get(f"/entries/{entry.id}/picture/{number}").status_code == 404


def test_a_picture_of_the_first_page(ingested: Client, entry: HazardEntry) -> None:
    response = ingested.get(f"/entries/{entry.id}/picture/1")
    assert (response.headers["content-type"], response.content) == ("image/png", PICTURE)


def test_every_entry_shows_all_it_knows(client: Client, knowledge: Knowledge) -> None:
    for record in knowledge.all_entries()[::5]:
        page = client.get(f"/entries/{record.id}").text
        said = [record.location, *record.hazards, *(m.text for m in record.measures), *record.also_called]
        said += [caution.text for caution in (*record.errata, *record.stricter_now)]
        said += [permit for m in record.measures for permit in m.permits]
        assert [text for text in said if not shows(page, text)] == [], record.id
        assert "你有权停下来" in page
        assert record.review.engineer or "未经注册安全工程师审核" in page


def test_marks_stand_on_the_measures_they_are_about(client: Client, knowledge: Knowledge) -> None:
    for record in knowledge.all_entries():
        if not (record.errata or record.stricter_now or any(m.specialist_only for m in record.measures)):
            continue
        views = client.page(f"/entries/{record.id}")["entry"].measures
        for measure, view in zip(record.measures, views, strict=True):
            about = [e for e in (*record.errata, *record.stricter_now) if set(e.measures) & set(measure.renders)]
            assert bool(view.erratum or view.misprint or view.stricter) == bool(about), record.id
            assert view.specialist_only == measure.specialist_only


def test_each_basis_says_its_state_and_how_that_is_known(client: Client, knowledge: Knowledge) -> None:
    record = max(knowledge.all_entries(), key=lambda e: len(e.legal_basis))
    page = client.get(f"/entries/{record.id}").text
    for basis in record.legal_basis:
        assert shows(page, basis.as_printed) or shows(page, knowledge.regulation(basis.document).title)
        if basis.document:
            state = status_on(knowledge.regulation(basis.document), DAY)
            assert shows(page, state.text)
            assert shows(page, state.certainty)


def test_a_row_without_basis_says_so(client: Client, knowledge: Knowledge) -> None:
    for record in knowledge.all_entries():
        if not record.legal_basis:
            assert "无法定依据" in client.get(f"/entries/{record.id}").text
            return
    pytest.skip("已收录的条目都有依据")


def test_validity_follows_the_day(inputs: EditionInputs, knowledge: Knowledge) -> None:
    ending = next(
        r for r in knowledge.regulations() if len({status_on(r, d).code for d in (date(2016, 3, 1), DAY)}) > 1
    )
    with client_of(make_app(inputs)) as now, client_of(make_app(inputs, date(2016, 3, 1))) as then:
        states = [client.page(f"/regulations/{ending.id}")["validity"].code for client in (now, then)]
        asked = now.page(f"/regulations/{ending.id}?on=2016-03-01")["validity"].code
    assert states[0] != states[1]
    assert asked == states[1]
