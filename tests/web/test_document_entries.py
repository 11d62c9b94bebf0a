"""Rows of another document: found, shown as its own words with their source, offered to posts, printed on papers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from docx import Document

from ingest.ingesting import ingest_paths
from kb.edition import EditionInputs, build_edition
from kb.model.document_entry import document_id
from tests.own.annex import NAME, ROWS, print_annex
from tests.own.small import copied
from tests.web.client import Client, client_of
from tests.web.conftest import make_app
from web.contexts import DocumentEntryPage


@pytest.fixture(scope="module")
def own_inputs(small: EditionInputs, tmp_path_factory: pytest.TempPathFactory) -> EditionInputs:
    """A small corpus and the annex in the library."""
    folder = tmp_path_factory.mktemp("own")
    inputs = copied(small, folder / "data")
    ingest_paths([print_annex(folder / NAME)], inputs.library)
    build_edition(inputs)
    return inputs


@pytest.fixture(scope="module")
def own(own_inputs: EditionInputs) -> Iterator[Client]:
    """The pages over them."""
    with client_of(make_app(own_inputs)) as client:
        yield client


@pytest.fixture(scope="module")
def document(own_inputs: EditionInputs) -> str:
    """The annex's id."""
    return document_id(own_inputs.library.stored()[0].sha)


def test_its_rows_are_found_and_labelled_by_source(own: Client, document: str) -> None:
    found = own.get("/api/v1/search?q=压滤机挤手").json()
    hit = found["hits"][0]
    assert hit["id"] == f"{document}-2"
    assert hit["document"] == {"id": document, "name": NAME, "where": "第1页", "number": "2", "checked": ""}
    assert hit["control_measures"] == ROWS[1]["measures"]
    assert (hit["industry"], hit["emergency_response"]) == ("", [])
    page = own.get("/search?q=压滤机挤手").text
    assert f"{NAME} 第1页，未经本知识库校核" in page


def test_facets_count_them_and_the_document_can_be_chosen(own: Client, document: str) -> None:
    everything = own.get("/api/v1/search?per_page=1").json()
    kinds = {value["code"]: value["count"] for value in everything["facets"]["kind"]}
    chapters = {value["code"]: (value["name"], value["count"]) for value in everything["facets"]["chapter"]}
    assert chapters[document] == (NAME, len(ROWS))
    assert kinds["hazard"] == sum(count for _, count in chapters.values())
    only = own.get(f"/api/v1/search?chapter={document}").json()
    assert [hit["id"] for hit in only["hits"]] == [f"{document}-{n}" for n in (1, 2, 3)]
    assert own.context == {}
    assert any(f.name == NAME for f in own.page(f"/search?chapter={document}")["filters"])


def test_an_accident_type_only_it_has_can_be_asked_for(own: Client, document: str) -> None:
    found = own.get("/api/v1/search?accident_type=机械伤害&q=压滤机").json()
    assert found["hits"][0]["id"] == f"{document}-2"


def test_its_page_shows_its_own_words_and_nothing_invented(own: Client, document: str) -> None:
    text = own.get(f"/entries/{document}-3").text
    for sentence in ROWS[2]["measures"]:
        assert f"<p>{sentence}</p>" in text
    assert f"来源：{NAME}" in text
    assert "未经本知识库校核" in text
    assert "谁做：" not in text
    assert "现行有效" in text  # the law it cites, with its state of the day
    assert own.get(f"/entries/{document}-3/picture/1").headers["content-type"] == "image/png"
    answer = own.get(f"/api/v1/entries/{document}-3").json()
    assert answer["official"]["control_measures"] == ROWS[2]["measures"]
    assert answer["measures"] == []
    assert answer["legal_basis"][0]["document_id"] == "work-safety-law"


def test_its_context_is_its_dataclass(own: Client, document: str) -> None:
    assert set(own.page(f"/entries/{document}-1")) == {field.name for field in fields(DocumentEntryPage)}


def test_an_unknown_row_is_said_so(own: Client) -> None:
    answer = own.get("/entries/doc-00000000-7")
    assert answer.status_code == 404
    assert "doc-00000000-7" in answer.text


def test_it_is_offered_to_posts_with_a_place_of_its_name(own: Client, own_inputs: EditionInputs, document: str) -> None:
    posts = own.page(f"/entries/{document}-1")["posts"]
    assert posts
    page = own.page(posts[0].url)
    assert [(line.id, chosen) for line, chosen in page["own"]] == [(f"{document}-1", False)]
    assert page["query"] == ""


def test_a_post_without_such_a_place_takes_it_when_asked(own: Client, document: str) -> None:
    row = f"{document}-2"
    choice = own.page(f"/posts?add={row}")
    assert choice["adding"][0].id == row
    post = choice["groups"][0][1][0]
    page = own.page(f"{post.url}?add={row}")
    assert (row, True) in [(line.id, chosen) for line, chosen in page["own"]]
    assert all(row in url for offer in page["documents"] for _, url in offer.formats)
    card = own.page(f"{post.url}/card?add={row}")
    assert ROWS[1]["place"] in [entry["location"] for entry in card["notice"]["entries"]]


@pytest.mark.parametrize("kind", ["notice", "list", "checklist", "procedure"])
def test_papers_print_its_sentences_and_its_name(own: Client, document: str, kind: str) -> None:
    post = own.page("/posts")["groups"][0][1][0]
    answer = own.get(f"/posts/{post.id}/documents/{kind}.docx?add={document}-2")
    paper = Document(io.BytesIO(answer.content))
    text = "\n".join(
        [p.text for p in paper.paragraphs] + [c.text for t in paper.tables for r in t.rows for c in r.cells]
    )
    assert ROWS[1]["measures"][0] in text
    if kind in {"notice", "list"}:
        assert f"【其他文件】{NAME}，第1页第2条，原文照录，未经本知识库校核" in text
        assert "⑤其他文件" in text
    plain = own.get(f"/posts/{post.id}/documents/{kind}.docx").content
    assert "⑤" not in "\n".join(p.text for p in Document(io.BytesIO(plain)).paragraphs)


@pytest.mark.parametrize("kind", ["notice.pdf", "register.xlsx", "slides.pptx", "quiz.docx"])
def test_every_other_paper_can_be_made_with_it(own: Client, document: str, kind: str) -> None:
    post = own.page("/posts")["groups"][0][1][0]
    answer = own.get(f"/posts/{post.id}/documents/{kind}?add={document}-1&add={document}-2")
    assert answer.status_code == 200
    assert len(answer.content) > 1000


def test_too_many_rows_are_refused_in_a_sentence(own: Client) -> None:
    post = own.page("/posts")["groups"][0][1][0]
    many = "&".join(f"add=doc-00000000-{n}" for n in range(41))
    answer = own.get(f"/posts/{post.id}/documents/notice.pdf?{many}")
    assert answer.status_code == 400
    assert "最多加 40 条" in answer.text


def test_the_library_folder_is_left_as_it_was(own_inputs: EditionInputs) -> None:
    (folder,) = own_inputs.library.documents()
    assert isinstance(folder, Path)
    assert not own_inputs.claims.folder.exists()
