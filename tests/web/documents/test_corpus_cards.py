"""Every document over the shipped corpus: nothing lost, nothing the font cannot draw, every card within its sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from kb.model.card import Card, CardOptions
from kb.model.industry import INDUSTRIES
from kb.services.cards import build_card
from kb.store.corpus import Corpus
from kb.store.knowledge import Knowledge
from tests.card_samples import DAY, Records, entry, post, regulation
from tests.web.documents.reading import faults_of_setting, pdf_pages, squeezed
from web.documents import DOCUMENTS, render
from web.documents.plain import covered
from web.documents.quiz import QUESTIONS
from web.documents.wording import basis_status, basis_text

CODES = [*(industry.code for industry in INDUSTRIES), "all"]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def cards_of(knowledge: Knowledge, industry: str) -> Iterator[Card]:
    for found in knowledge.posts():
        if found.industry == industry:
            yield build_card(found, knowledge, CardOptions(as_of=DAY))


def test_the_font_draws_every_character_of_the_corpus(corpus: Corpus):
    records = (*corpus.entries, *corpus.posts, *corpus.playbooks, *corpus.signs, *corpus.regulations)
    used = {c for record in records for text in texts(msgspec.to_builtins(record)) for c in text}
    assert not {f"{c} U+{ord(c):04X}" for c in used if ord(c) not in covered()}


@pytest.mark.parametrize("industry", CODES)
def test_every_posts_notice_holds_its_measures(knowledge: Knowledge, industry: str):
    for card in cards_of(knowledge, industry):
        text = "".join(pdf_pages(render(card, "notice", "pdf")))
        assert "〓" not in text, card.post
        for chosen in card.chosen:
            for line in chosen.worker_lines or chosen.other_lines:
                assert squeezed(line.text) in text, line.key
            for mark in (*chosen.marks, *(m for line in chosen.worker_lines for m in line.marks)):
                assert squeezed(mark.text) in text, chosen.id


@pytest.mark.parametrize("industry", CODES)
def test_every_posts_list_holds_all_measures(knowledge: Knowledge, industry: str):
    for card in cards_of(knowledge, industry):
        text = "".join(pdf_pages(render(card, "list", "pdf")))
        missing = [line.key for e in card.entries for line in e.lines if squeezed(line.text) not in text]
        assert not missing, card.post


def amount(knowledge: Knowledge, post_id: str) -> int:
    """How much there is to print of a post."""
    return sum(len(measure.text) for found in knowledge.post_entries(post_id) for measure in found.measures)


def wanted(card: Card, document: str) -> Iterator[str]:
    """What a document must say: the measures, clauses, steps or questions it is for."""
    code = document.removesuffix("-a3").removesuffix("-sheet")
    shown = card.chosen if code == "notice" else card.entries
    if code in {"notice", "procedure"}:
        yield from (line.text for e in shown for line in e.worker_lines or (e.other_lines if code == "notice" else ()))
    if code in {"list", "checklist"}:
        yield from (text for e in shown for text in (*(line.text for line in e.lines), e.id))
        yield from (basis_status(basis).rstrip("。") for e in shown for basis in e.basis)
    if code in {"notice", "procedure", "list", "checklist"}:
        yield from (basis_text(basis) for e in shown for basis in e.basis if basis.document)
    if code == "emergency":
        lines = (line for s in card.scenarios for line in (*s.signs, *s.steps, *s.never, *s.first_aid))
        yield from (line.text for line in lines)
    if code == "quiz":
        yield from (text for paper in card.papers for q in paper for text in (q.text, *q.options, q.right, q.entry))
    if code == "signoff":
        yield from (text for e in shown for text in (e.location, *e.hazards, e.id))


@pytest.mark.parametrize("which", [min, max], ids=["shortest", "longest"])
def test_every_pdf_of_the_shortest_and_the_longest_post_reads_back_whole(knowledge: Knowledge, which: Any):
    found = which((p for p in knowledge.posts()), key=lambda p: amount(knowledge, p.id))
    assert knowledge.post_entries(found.id)
    options = CardOptions(as_of=DAY, questions=QUESTIONS, practice_confirmed_by="王工")
    card = build_card(found, knowledge, options)
    for document in DOCUMENTS.values():
        if "pdf" not in document.renderers:
            continue
        content = render(card, document.code, "pdf")
        pages = pdf_pages(content)
        text = "".join(pages)
        asked = [squeezed(said) for said in wanted(card, document.code)]
        assert asked, document.code
        assert [said for said in asked if said not in text] == [], document.code
        assert "〓" not in text, document.code
        assert faults_of_setting(content) == [], document.code
        if not document.code.startswith("emergency"):  # a card has two sides and no pages
            assert [f"第{n}页/共{len(pages)}页" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)


def playbook_card(corpus: Corpus, key: str, *, practice: str) -> Card:
    """A card of one scenario, on the day's law, with or without its unconfirmed lines."""
    records = Records(
        (entry(1, 1),),
        playbooks={p.id: p for p in corpus.playbooks},
        safety_signs={s.id: s for s in corpus.signs},
        documents={d.id: d for d in corpus.regulations} | {"sample": regulation("sample", "样例")},
    )
    options = CardOptions(as_of=DAY, practice_confirmed_by=practice)
    return build_card(post(playbooks=(key,)), records, options)


@pytest.mark.parametrize("practice", ["", "王工"], ids=["unconfirmed lines left out", "all lines"])
def test_every_scenario_fits_front_and_back_of_a_small_card(corpus: Corpus, practice: str):
    too_long = []
    for playbook in corpus.playbooks:
        card = playbook_card(corpus, playbook.id, practice=practice)
        pages = pdf_pages(render(card, "emergency", "pdf"))
        too_long += [playbook.id] * (len(pages) != 2)
        text = "".join(pages)
        scenario = card.scenarios[0]
        for line in (*scenario.signs, *scenario.steps, *scenario.never, *scenario.first_aid):
            assert squeezed(line.text) in text, (playbook.id, line.text)
    assert not too_long
