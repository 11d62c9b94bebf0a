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
from tests.web.documents.reading import pdf_pages, squeezed
from web.documents import render
from web.documents.plain import covered

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
