"""Clauses as a regulator uses them: by number, from an old number, with fine, check, places, both texts, as a file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest

from ingest.regulations.ingesting import ingest_texts
from kb.edition import EditionInputs, build_edition
from kb.services.resolve import Catalogue
from kb.store.corpus import Corpus
from tests.own.small import copied
from tests.web.client import Client, client_of
from tests.web.conftest import make_app

LAW = "work-safety-law@2021-06-10"
TEXTS = {
    "安全生产法(2014-08-31).md": "# 中华人民共和国安全生产法\n\n（2014年8月31日修正）\n\n"
    + "".join(f"第{n}条　试验旧文{n}。\n\n" for n in ("三十一", "三十二")),
    "安全生产法(2021-06-10).md": "# 中华人民共和国安全生产法\n\n（2021年6月10日修正）\n\n"
    + "".join(f"第{n}条　试验新文{n}。\n\n" for n in ("三十四", "三十五")),
    "厂规.txt": "某厂动火安全规定\n\n第一条　试验厂规。\n",
}
"""Made-up texts under real names: what an import looks like, without a sentence of any law."""


@pytest.fixture(scope="module")
def importing(small: EditionInputs, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application over the small corpus, with the law, and a library with three imported texts."""
    folder: Path = tmp_path_factory.mktemp("texts")
    files = {folder / name: True for name in TEXTS}
    for file in files:
        file.write_text(TEXTS[file.name], encoding="utf-8")
    inputs = copied(small, folder / "data")
    reports = list(ingest_texts(files, inputs.texts, Catalogue(corpus.regulations)))
    assert [r.status for r in reports] == ["added"] * 3
    build_edition(inputs)
    with client_of(make_app(inputs)) as client:
        yield client


def test_a_digest_read_in_no_text_says_so_wherever_it_is_shown(client: Client) -> None:
    clause, warning = "mem-order-13-confined-space@2023-11-29:15", "没有读到原文，据一般知识写，没有核对过"
    for address in (f"/clauses/{clause}", "/regulations/mem-order-13-confined-space", "/clauses?industry=textile"):
        assert warning in client.get(address).text, address
    page = client.get(f"/clauses/{clause}").text
    assert "摘要没有核对：" in page
    assert "摘要核对：" not in page
    assert warning in client.get(f"/search?q={quote('有限空间 监护人员 全程监护')}&kind=clause").text
    assert client.get(f"/api/v1/clauses/{clause}").json()["source_certainty"] == "general_knowledge"
    for address in (f"/clauses/{clause}/packet.xlsx", "/clauses.xlsx?industry=textile"):
        book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))
        assert any(warning in str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row), address
    assert warning not in client.get(f"/clauses/{LAW}:35").text


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("安全生产法28条", f"{LAW}:28"),
        ("安法第二十八条", f"{LAW}:28"),
        ("安全生产法 第２８条第二款", f"{LAW}:28"),
        ("令91 第二十条", "order-91-metallurgy@2018-01-04:20"),
        ("2014年安全生产法第32条", f"{LAW}:35"),
    ],
)
def test_a_number_in_any_writing_shows_the_clause_first(words: str, first: str, client: Client) -> None:
    for per_page in (1, 5, 20):
        hits = client.get(f"/api/v1/search?q={quote(words)}&per_page={per_page}").json()["hits"]
        assert (hits[0]["id"], hits[0]["kind"]) == (first, "clause")
        assert len({hit["id"] for hit in hits}) == len(hits) <= per_page
        scores = [hit["score"] for hit in hits]
        assert scores == sorted(scores, reverse=True)


def test_filters_for_something_else_leave_the_number_alone(client: Client) -> None:
    page = client.get(f"/api/v1/search?q={quote('安全生产法28条')}&kind=hazard").json()
    assert {hit["kind"] for hit in page["hits"]} <= {"hazard"}


def test_a_clause_that_is_not_there_is_said(client: Client) -> None:
    page = client.page(f"/search?q={quote('安全生产法第999条')}")
    assert [(text[:4], url) for text, url in page["notices"]] == [("没有收录", "/regulations/work-safety-law")]
    assert client.get(f"/clauses/{LAW}:999").status_code == 404
    assert client.get("/clauses/胡写的").status_code == 404


def test_three_clicks_from_words_to_fine_check_and_places(client: Client) -> None:
    found = client.page(f"/search?q={quote('警示标志')}&kind=clause")["hits"][0]
    assert found.facts.id == f"{LAW}:35"
    page = client.page(found.facts.url)
    assert page["clause"].validity.code == "in_force"
    assert page["clause"].digest.check
    assert page["around"].bears_on
    fine = page["around"].penalties[0]
    assert client.page(fine.url)["clause"].id == f"{LAW}:99"
    assert found.facts.url in {p.url for p in client.context["around"].punishes}
    assert client.page(page["around"].bears_on[0].place.url)["entry"]


def test_an_old_number_leads_to_todays_article(client: Client) -> None:
    page = client.page("/clauses/work-safety-law@2014-08-31:32")
    assert page["clause"].validity.code == "superseded"
    assert [m.url for m in page["around"].moved] == [f"/clauses/{LAW}:35"]
    body = client.get("/api/v1/clauses/work-safety-law@2014-08-31:32").json()
    assert [(m["id"], m["certainty"]) for m in body["moved_to"]] == [(f"{LAW}:35", "general_knowledge")]


def test_rules_that_do_not_agree_are_said_on_both_sides(client: Client) -> None:
    for here, there in (
        ("order-91-metallurgy@2018-01-04:46", f"{LAW}:102"),
        (f"{LAW}:102", "order-91-metallurgy@2018-01-04:46"),
    ):
        conflicts = client.get(f"/api/v1/clauses/{here}").json()["conflicts"]
        assert [c["id"] for c in conflicts] == [there]


def test_a_document_lists_its_clauses_as_of_a_day(client: Client) -> None:
    clauses = client.page("/regulations/work-safety-law")["clauses"]
    assert (len(clauses.lines), clauses.edition, clauses.missed) == (119, "2021-06-10", "")
    earlier = client.page("/regulations/work-safety-law?on=2016-02-01")["clauses"]
    assert "2014" in earlier.missed
    assert (
        "/clauses/work-safety-law@2021-06-10:1?on=2016-02-01"
        in client.get("/regulations/work-safety-law?on=2016-02-01").text
    )
    assert client.page("/clauses/work-safety-law@2021-06-10:1?on=2016-02-01")["clause"].validity.code == "not_yet"
    assert client.page("/regulations/gb-6222")["clauses"] is None
    assert client.get("/regulations/work-safety-law?edition=1999").status_code == 400


def test_the_official_text_stands_beside_the_digest(importing: Client) -> None:
    page = importing.page(f"/clauses/{LAW}:35")
    assert page["clause"].lines == ("试验新文三十五。",)
    assert page["clause"].file == "安全生产法(2021-06-10).md"
    (pair,) = page["around"].side_by_side
    assert [r.text for r in pair.old if r.marked] == ["旧", "二"]
    assert [r.text for r in pair.new if r.marked] == ["新", "五"]
    body = importing.get(f"/api/v1/clauses/{LAW}:35").json()
    assert (body["official"], bool(body["text"])) == ("试验新文三十五。", True)


def test_two_imported_editions_are_compared(importing: Client) -> None:
    compared = importing.page("/regulations/work-safety-law/compare")["comparison"]
    assert (compared.old.id, compared.new.id, compared.by_map) == ("2014-08-31", "2021-06-10", True)
    assert [(p.sides.old_label, p.sides.new_label) for p in compared.pairs] == [
        ("第三十一条", "第三十四条"), ("第三十二条", "第三十五条"),
    ]  # fmt: skip
    assert importing.get("/regulations/work-safety-law/compare?old=1999-01-01").status_code == 400


def test_a_document_of_the_users_own_is_found_and_never_called_in_force(importing: Client) -> None:
    hits = importing.page(f"/search?q={quote('试验厂规')}&kind=clause")["hits"]
    assert hits
    page = importing.page(hits[0].facts.url)
    assert page["clause"].lines == ("试验厂规。",)
    assert page["clause"].validity.code == "unknown"


@pytest.mark.parametrize("choice", ["industry=冶金", "post=高炉炉前工"])
def test_what_applies_is_a_checklist_on_page_and_paper(choice: str, client: Client) -> None:
    applied = client.page(f"/clauses?{choice}")["applied"]
    assert applied.here > 0
    assert applied.general > 0
    answer = client.get(f"/clauses.xlsx?{choice}")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[0] and str(row[0]).isdigit()]
    assert len(rows) == applied.here + applied.general
    assert any("特种作业" in title for title, _ in applied.left_out)


@pytest.mark.parametrize("choice", ["industry=冶金", "post=高炉炉前工&document=order-91-metallurgy"])
def test_what_applies_is_the_same_as_data(choice: str, client: Client) -> None:
    applied, body = client.page(f"/clauses?{choice}")["applied"], client.get(f"/api/v1/clauses?{choice}").json()
    assert (body["here"], body["general"]) == (applied.here, applied.general)
    assert [d["document_id"] for d in body["documents"]] == [d.id for d in applied.documents]
    lines = [line for d in applied.documents for line in (*d.here, *d.general)]
    clauses = [clause for d in body["documents"] for clause in (*d["here"], *d["general"])]
    assert [c["url"] for c in clauses] == [line.url for line in lines]
    assert [tuple(c["check"]) for c in clauses] == [line.check for line in lines]
    assert [len(c["places"]) for c in clauses] == [len(line.places) + line.more_places for line in lines]
    assert all(c["entries"] for d in body["documents"] for c in d["here"])
    assert {"整改期限", "治理资金（元）", "复查结论"} <= set(body["records"])


def test_each_line_of_what_applies_has_the_record_of_the_packet(client: Client) -> None:
    page = client.get("/clauses?industry=纺织&document=work-safety-law").text
    lines = page.count('class="clause-line"')
    assert lines == page.count('class="record"') > 0
    for name in ("整改措施", "治理资金（元）", "复查日期", "复查结论"):
        assert page.count(f"<dt>{name}</dt>") == lines


def test_a_fine_is_given_as_figures(client: Client) -> None:
    (fine,) = client.get(f"/api/v1/clauses/{LAW}:35").json()["penalties"]
    assert [(f["who"], f["low"], f["high"], f["unit"]) for f in fine["fines"]] == [
        ("", None, 50_000, "yuan"),
        ("", 50_000, 200_000, "yuan"),
        ("责任人", 10_000, 20_000, "yuan"),
    ]
    assert all(f["said"] in fine["text"] for f in fine["fines"])


def test_what_applies_wants_an_industry_or_a_post(client: Client) -> None:
    answer = client.get("/api/v1/clauses")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert "行业或岗位" in answer.json()["detail"]


def test_what_applies_can_be_narrowed_to_one_document(client: Client) -> None:
    documents = client.page("/clauses?industry=冶金&document=order-91-metallurgy")["applied"].documents
    assert [d.id for d in documents] == ["order-91-metallurgy"]
    textile = client.page("/clauses?industry=纺织")["applied"].documents
    assert "order-91-metallurgy" not in {d.id for d in textile}
    assert client.page("/clauses")["applied"] is None
    assert client.get("/clauses?industry=火星").status_code == 404


def test_a_packet_is_a_workbook_of_text(client: Client) -> None:
    answer = client.get(f"/clauses/{LAW}:35/packet.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    first = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(min_row=5) if row[0].value}
    assert first["检查结果"] == "□符合 □不符合 □不涉及"
    assert first["原文"] == "原文未导入"
    assert "99" in first["罚则"] or "九十九" in first["罚则"]
    places = client.page(f"/clauses/{LAW}:35")["around"].bears_count
    assert sum(1 for row in book.worksheets[1].iter_rows(min_row=5) if str(row[0].value or "").isdigit()) == places
