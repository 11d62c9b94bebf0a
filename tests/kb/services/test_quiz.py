"""Questions over the whole corpus: keys against their entries, wrong options against everything the entry says."""

from __future__ import annotations

import pytest

from kb.model.base import Source
from kb.model.entry import Erratum, StricterNow
from kb.model.question import Question
from kb.services.likeness import likeness
from kb.services.quiz import OPTIONS, TOO_ALIKE, QuestionBank
from kb.store.corpus import Corpus
from tests.card_samples import entry, marked_entry, measure


@pytest.fixture(scope="module")
def asked(corpus: Corpus) -> list[Question]:
    """Every question of the corpus, dealt once."""
    return list(QuestionBank(corpus.entries).questions(corpus.entries, "test"))


def test_there_are_three_thousand_distinct_questions(asked):
    assert len({(question.text, question.right) for question in asked}) >= 3000
    assert len({question.key for question in asked}) == len(asked)


def test_every_key_stands_in_its_entry(corpus, asked):
    entries = {found.id: found for found in corpus.entries}
    for question in asked:
        found = entries[question.entry]
        said = {
            "measure": [m.text for m in found.measures if m.printable and not m.specialist_only],
            "hazard": found.hazards,
            "accident": [accident.name for accident in found.accident_types],
        }[question.kind]
        assert question.right in said, question.key


def test_every_option_is_some_entrys_own_line(corpus, asked):
    entries = {found.id: found for found in corpus.entries}
    for question in asked:
        assert len(set(question.options)) == OPTIONS
        assert question.sources[question.answer] == question.entry
        for option, source in zip(question.options, question.sources, strict=True):
            found = entries[source]
            names = {accident.name for accident in found.accident_types}
            assert option in {*(m.text for m in found.measures), *found.hazards, *names}, question.key


def test_no_wrong_option_is_right_by_accident(corpus, asked):
    """Against the entry's own lines, with the trade's synonyms written alike on both sides."""
    alike = {term: group.terms[0] for group in corpus.synonyms for term in group.terms[1:]}

    def folded(text: str) -> str:
        for term, first in alike.items():
            text = text.replace(term, first)
        return text

    entries = {found.id: found for found in corpus.entries}
    said = {
        found.id: {
            "measure": [folded(m.text) for m in found.measures],
            "hazard": [folded(h) for h in found.hazards],
            "accident": [accident.name for accident in found.accident_types],
        }
        for found in corpus.entries
    }
    for question in asked:
        own = said[question.entry][question.kind]
        for index, option in enumerate(question.options):
            if index == question.answer:
                continue
            if question.kind == "accident":
                assert option not in own, question.key
                continue
            assert all(likeness(folded(option), text) < 2 * TOO_ALIKE for text in own), (question.key, option)
            other = entries[question.sources[index]]
            assert not {a.code for a in other.accident_types} & {a.code for a in entries[question.entry].accident_types}


def test_marked_lines_are_neither_asked_nor_offered(corpus, asked):
    clean = {
        found.id: {
            m.text
            for m in found.measures
            if not m.specialist_only
            and m.printable
            and not {n for mark in (*found.errata, *found.stricter_now) for n in mark.measures} & set(m.renders)
        }
        for found in corpus.entries
    }
    measures = [question for question in asked if question.kind == "measure"]
    assert any(len(clean[found.id]) < len(found.measures) for found in corpus.entries)
    for question in measures:
        for option, source in zip(question.options, question.sources, strict=True):
            assert option in clean[source], question.key


def test_sample_lines_with_warnings_are_left_out():
    lines = tuple(measure(f"第{n}条很长的做法应照样做完。", n) for n in range(1, 4))
    source = Source(note="样例", how="unverified")
    warned = entry(
        1,
        1,
        measures=lines,
        errata=(Erratum(text="错", measures=(1,)),),
        stricter_now=(StricterNow(text="严", measures=(2,), source=source),),
    )
    keys = {q.key for q in QuestionBank((warned, marked_entry())).questions((warned,), "x")}
    assert not keys & {f"measure:{warned.id}#1", f"measure:{warned.id}#2"}


def test_the_same_seed_deals_the_same_paper_and_variants_differ(corpus):
    bank, entries = QuestionBank(corpus.entries), corpus.entries[:30]
    first = bank.paper(entries, "post:A", 20)
    assert first == QuestionBank(corpus.entries).paper(entries, "post:A", 20)
    assert [q.key for q in first] != [q.key for q in bank.paper(entries, "post:B", 20)]
    assert len(first) == 20
    assert len({q.entry for q in first}) == 20


def test_too_few_entries_give_no_question_rather_than_a_bad_one():
    alone = entry(1, 1)
    assert list(QuestionBank((alone,)).questions((alone,), "x")) == []
