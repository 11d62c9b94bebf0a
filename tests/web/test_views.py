"""The pure parts between records and templates: runs, snippets, addresses, labels, likeness."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from kb.model.base import CodeName, HowKnown, Review, Source
from kb.model.entry import Chapter, Erratum, HazardEntry, LocationKind, Measure
from kb.model.playbook import Line
from kb.model.regulation import REGULATION_KINDS, RegulationKind
from kb.model.search import Highlight
from kb.services.validity import CERTAINTY
from kb.store.knowledge import Knowledge
from web.errors import BadRequestError
from web.pages import marked
from web.views import labels
from web.views.api import ERRATUM_MARK, SPECIALIST_MARK, marked_lines
from web.views.entry import measure_view
from web.views.nearest import NearestNames
from web.views.playbook import _line
from web.views.query import SearchState, read_state
from web.views.segments import Marks, Run, runs
from web.views.snippets import shown_measures


def measure(strength: str = "must", renders: tuple[int, ...] = (1,), **more: object) -> Measure:
    """Return a measure that matters only by its strength and by what it renders."""
    fields = {"text": "做这一步", "actor": "operator", "control": "management", **more}
    return Measure(strength=strength, renders=renders, **fields)  # type: ignore[arg-type]


def entry(*measures: Measure, **more: object) -> HazardEntry:
    """Return an entry with these measures."""
    return HazardEntry(
        id="metallurgy-01-001-1",
        industry=CodeName("metallurgy", "冶金"),
        chapter=Chapter(industry="metallurgy", number=1, title="炼铁"),
        place="metallurgy-01-001",
        location="炉顶",
        location_kind="equipment",
        hazards=("没有联锁。",),
        measures=measures,
        review=Review(who="x", when="2026-11-23"),
        **more,  # type: ignore[arg-type]
    )


@given(st.lists(st.builds(Run, st.text() | st.text("<>&'\"气"), st.booleans())))
def test_marked_runs_are_escaped_as_a_template_would(given_runs: list[Run]) -> None:
    wanted = (f"<mark>{escape(run.text)}</mark>" if run.marked else escape(run.text) for run in given_runs)
    assert marked(given_runs) == "".join(wanted)


@given(st.text(), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60))))
def test_runs_joined_give_back_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(run.text for run in runs(text, spans)) == text


@pytest.mark.parametrize(
    ("highlight", "expected"),
    [
        (Highlight(field="measures", text="先通风再进入", spans=((1, 3),)), ((1, 3),)),
        (Highlight(field="measures", text="甲。先通风再进入。乙", spans=((3, 5), (0, 1))), ((1, 3),)),
        (Highlight(field="measures", text="通风再", spans=((0, 2),)), ((1, 3),)),
        (Highlight(field="hazards", text="先通风再进入", spans=((1, 3),)), ()),
        (Highlight(field="measures", text="别的句子", spans=((0, 2),)), ()),
    ],
)
def test_spans_are_found_by_place(highlight: Highlight, expected: tuple[tuple[int, int], ...]) -> None:
    assert Marks([highlight]).spans("先通风再进入", "measures") == expected


@pytest.mark.parametrize(
    ("measures", "matched", "shown"),
    [
        ([("must", (1,)), ("must", (2,))], [], (0,)),
        ([("must", (1,)), ("must_not", (1,)), ("must", (2,))], [0], (0, 1)),
        ([("must", (1,)), ("must", (2,)), ("must_not", (3,))], [1], (1, 2)),
        ([("must", (1,)), ("must_not", (2,))], [], (1,)),
        ([("must", (1, 2)), ("may", (2,)), ("must", (3,)), ("must", (4,))], [1], (0, 1)),
        ([("must", (1,)), ("must", (2,)), ("must", (3,))], [2, 0, 1], (0, 2)),
    ],
)
def test_a_snippet_never_lacks_its_prohibition(
    measures: list[tuple[str, tuple[int, ...]]], matched: list[int], shown: tuple[int, ...]
) -> None:
    assert shown_measures(entry(*(measure(s, r) for s, r in measures)), matched) == shown


def test_every_prohibition_is_in_every_snippet_of_the_corpus(knowledge: Knowledge) -> None:
    for record in knowledge.all_entries():
        banned = {i for i, line in enumerate(record.measures) if line.strength == "must_not"}
        for seed in range(len(record.measures)):
            shown = shown_measures(record, [seed])
            numbers = set(record.measures[seed].renders)
            tied = {i for i, line in enumerate(record.measures) if numbers & set(line.renders)}
            assert banned | tied <= set(shown), record.id


def test_lines_not_to_be_followed_say_so_in_the_api() -> None:
    record = entry(
        measure(specialist_only=True), measure(renders=(2,)), errata=(Erratum(text="应为液氨", measures=(2,)),)
    )
    assert marked_lines(record) == [SPECIALIST_MARK + "做这一步", ERRATUM_MARK + "做这一步"]


def test_a_condition_missing_from_the_text_is_put_before_it(knowledge: Knowledge) -> None:
    said, unsaid = measure(condition="做这", text="做这一步"), measure(condition="漏气时")
    record = entry(said, unsaid)
    assert measure_view(said, record, knowledge).condition == ""
    assert measure_view(unsaid, record, knowledge).condition == "漏气时"


def test_practice_is_marked_until_someone_confirms_it(knowledge: Knowledge) -> None:
    source = Source(note="通用做法", how="general_practice")
    assert _line(Line(text="撤人", source=source), knowledge).unconfirmed
    assert not _line(Line(text="撤人", source=source, confirmed_by="某工程师"), knowledge).unconfirmed


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (LocationKind, labels.LOCATION_KINDS),
        (RegulationKind, REGULATION_KINDS),
        (HowKnown, labels.CERTAINTY_MEANINGS),
        (HowKnown, CERTAINTY),
    ],
)
def test_every_code_has_its_word(kind: object, words: dict[str, str]) -> None:
    assert set(get_args(kind)) == set(words)


def test_an_address_says_what_was_asked() -> None:
    state = read_state({"q": " 煤气 ", "industry": "冶金", "page": "3"})
    assert state.url() == "/search?q=%E7%85%A4%E6%B0%94&industry=%E5%86%B6%E9%87%91"
    assert state.url(industry="", page=2) == "/search?q=%E7%85%A4%E6%B0%94&page=2"
    assert SearchState().url() == "/search"


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "x", "²", "9999999", "1001"])
def test_a_page_that_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(BadRequestError, match="page"):
        read_state({"page": value})


def test_likeness_orders_names() -> None:
    names = NearestNames((name, name) for name in ("仓库", "炉前出铁场", "焦炉炉顶"))
    assert names.nearest("焦炉", 5) == ["焦炉炉顶", "炉前出铁场"]
