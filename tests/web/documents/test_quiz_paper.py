"""The question papers: both variants, and a key naming entry and clause for every question."""

from __future__ import annotations

import io

import docx
import pytest

from kb.model.card import CardOptions
from kb.services.cards import build_card
from kb.store.knowledge import Knowledge
from tests.card_samples import DAY, short_card
from tests.web.documents.reading import pdf_pages, squeezed
from web.documents import questions_for, render


@pytest.fixture(scope="module")
def card(knowledge: Knowledge):
    """The card of the post with the most entries, with its papers."""
    post = max(knowledge.posts(), key=lambda found: len(knowledge.post_entries(found.id)))
    return build_card(post, knowledge, CardOptions(as_of=DAY, questions=questions_for("quiz")))


def test_both_papers_and_keys_are_printed_whole(card):
    text = "".join(pdf_pages(render(card, "quiz", "pdf")))
    assert [len(paper) for paper in card.papers] == [20, 20]
    for paper in card.papers:
        for question in paper:
            assert squeezed(question.text) in text, question.key
            assert all(squeezed(option) in text for option in question.options), question.key
            assert question.entry in text


def test_keys_stand_on_pages_after_both_papers(card):
    pages = pdf_pages(render(card, "quiz", "pdf"))
    first_key = next(i for i, page in enumerate(pages) if "A卷答案" in page)
    assert all("答案（监考人留存）" not in page for page in pages[:first_key])
    assert any("B卷（共20题" in page for page in pages[:first_key])


def test_the_docx_says_the_same(card):
    file = docx.Document(io.BytesIO(render(card, "quiz", "docx")))
    text = squeezed("".join(p.text for p in file.paragraphs))
    assert all(squeezed(question.text) in text for paper in card.papers for question in paper)


def test_the_digest_does_not_depend_on_questions(card, knowledge: Knowledge):
    plain = build_card(knowledge.post(card.post.code), knowledge, CardOptions(as_of=DAY))
    assert (plain.papers, plain.digest) == ((), card.digest)


def test_a_card_without_questions_prints_an_honest_paper():
    assert "不代替特种作业操作证" in "".join(pdf_pages(render(short_card(), "quiz", "pdf")))
