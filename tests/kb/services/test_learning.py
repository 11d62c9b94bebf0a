"""Courses: every screen says what its card says, nothing unconfirmed is asked, a dealt order is never the right one."""

from __future__ import annotations

import pytest

from kb.model.card import CardOptions
from kb.model.course import UNANSWERED, Course
from kb.model.playbook import Line
from kb.services.cards import build_card
from kb.services.learning import build_course, read_answers, write_answers
from kb.services.quiz import QuestionBank
from kb.store.knowledge import Knowledge
from tests.card_samples import DAY, REVIEW, Records, entry, marked_entry, measure, playbook, post


@pytest.fixture(scope="module")
def bank(knowledge: Knowledge) -> QuestionBank:
    return QuestionBank(knowledge.all_entries())


def course_of(post_id: str, knowledge: Knowledge, bank: QuestionBank, seed: str = "s", **options: str) -> Course:
    card = build_card(knowledge.post(post_id), knowledge, CardOptions(as_of=DAY, **options))
    return build_course(card, knowledge.post_entries(post_id), bank, seed)


def sample_course(records: Records, **options: str) -> Course:
    card = build_card(post(), records, CardOptions(as_of=DAY, **options))
    return build_course(card, records.entries, QuestionBank(records.all_entries()), "s")


def test_every_entry_of_a_post_is_gone_through(knowledge, bank):
    for found in knowledge.posts()[::8]:
        made = course_of(found.id, knowledge, bank)
        ids = [e.id for e in knowledge.post_entries(found.id)]
        recognised = [s.entry.id for s in made.screens if s.kind == "recognise"]
        assert recognised == ids
        for shown in made.entries:
            wanted = {line.text for line in shown.worker_lines or shown.other_lines}
            told = {line.text for s in made.screens if s.entry and s.entry.id == shown.id for line in s.lines}
            assert told == wanted
        for screen in made.screens:
            if screen.kind == "never":
                assert {line.strength for line in screen.lines} == {"must_not"}


def test_only_confirmed_scenarios_are_put_in_order(knowledge, bank):
    for found in knowledge.posts()[::8]:
        open_course = course_of(found.id, knowledge, bank)
        practice = [
            s for s in open_course.screens if s.ordering for line in s.ordering.steps if line.origin == "practice"
        ]
        assert practice == []
        confirmed = course_of(found.id, knowledge, bank, practice_confirmed_by="王工")
        orderings = [s.ordering for s in confirmed.screens if s.ordering]
        assert len(orderings) == open_course.left_out + sum(bool(s.ordering) for s in open_course.screens)
        for ordering in orderings:
            steps = knowledge.playbook(ordering.scenario).steps
            assert [line.text for line in ordering.steps] == [line.text for line in steps]
            assert sorted(ordering.shown) == list(range(len(steps)))
            assert list(ordering.shown) != sorted(ordering.shown)


def test_one_unconfirmed_step_takes_the_ordering_away():
    habit = Line(text="未确认的一步。", source=playbook().steps[2].source)
    whole, broken = playbook(), playbook(steps=(*playbook().steps, habit))
    row = marked_entry()
    assert [s.ordering.scenario for s in sample_course(Records((row,))).screens if s.ordering] == ["gas-poisoning"]
    made = sample_course(Records((row,), playbooks={whole.id: broken}))
    assert [s for s in made.screens if s.ordering] == []
    assert made.left_out == 1
    assert "未确认的一步。" not in repr(made)


def test_marked_lines_keep_their_marks_and_unprintable_ones_stay_out():
    made = sample_course(Records((marked_entry(),)))
    lines = [line for screen in made.screens for line in screen.lines]
    assert "应戴面具。" not in repr(made.screens)
    marked = {line.text: {mark.kind for mark in line.marks} for line in lines if line.marks}
    assert marked == {"进料斗前应测一氧化碳。": {"erratum"}}
    assert "带压处应由专业人员处理。" not in [line.text for line in lines]


def test_the_same_seed_gives_the_same_course_and_another_other_questions(knowledge, bank):
    found = knowledge.posts()[0].id
    first, again = (course_of(found, knowledge, bank, "one") for _ in range(2))
    assert first == again
    other = course_of(found, knowledge, bank, "two")
    assert [s.question for s in first.screens if s.question] != [s.question for s in other.screens if s.question]
    assert [s.entry.id for s in first.screens if s.kind == "recognise"] == [
        s.entry.id for s in other.screens if s.kind == "recognise"
    ]


def test_nothing_is_asked_twice():
    rows = tuple(entry(1, 1, id=f"metallurgy-01-001-{n}", measures=(measure("进入前应先检测气体。"),)) for n in (1, 2))
    others = tuple(
        entry(
            9,
            n,
            id=f"textile-0{n}-001-1",
            chapter=type(rows[0].chapter)(industry="textile", number=n, title=f"章{n}"),
            accident_types=(),
            measures=(measure(text),),
            review=REVIEW,
        )
        for n, text in enumerate(
            ("皮带轮外面应装护罩。", "车间地面要保持干燥。", "吊钩必须装防脱钩件。", "棉包堆放不超过六层。"), 1
        )
    )
    made = sample_course(Records(rows, others=others))
    asked = [(s.question.text, s.question.right) for s in made.screens if s.question]
    assert len(asked) == len(set(asked))
    assert ("measure" in [s.question.kind for s in made.screens if s.question]) is True


def test_answers_survive_an_address_and_nonsense_counts_as_none(knowledge, bank):
    made = course_of(knowledge.posts()[0].id, knowledge, bank, practice_confirmed_by="王工")
    right = tuple(screen.right for screen in made.asking)
    assert read_answers(write_answers(right), made) == right
    for text in ("", "Z.9.<script>", "...", "A" * 500, "00.11", "-.-"):
        assert all(given == UNANSWERED or screen.accepts(given) for given, screen in zip(
            read_answers(text, made), made.asking, strict=True
        ))  # fmt: skip
