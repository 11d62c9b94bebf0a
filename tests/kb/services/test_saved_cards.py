"""A saved card under newer knowledge: what was said of a text holds only as long as the text stands."""

from __future__ import annotations

from typing import Any

from kb.model.playbook import Line
from kb.model.statement import Statement
from kb.services.card_statements import changes, statements
from kb.services.cards import build_card
from kb.services.saved_cards import SavedCard, card_today
from tests.card_samples import Records, entry, filled, measure, playbook, post

FIRST = "metallurgy-01-001-1"


def records(text: str = "应先检测。", **fields: Any) -> Records:
    return Records((entry(1, 1, measures=(measure(text, 1), measure("应通风。", 2))),), **fields)


OPTIONS = filled(states={f"{FIRST}#1": "done", f"{FIRST}#2": "done"}, practice_confirmed_by="赵六")


def saved() -> tuple[Statement, ...]:
    return statements(build_card(post(), records(), OPTIONS))


def today(source: Records, **changed: Any) -> SavedCard:
    import msgspec

    return card_today(post(), source, msgspec.structs.replace(OPTIONS, **changed), saved())


def test_under_the_same_knowledge_everything_holds() -> None:
    found = today(records())
    assert (found.changes, found.withdrawn, found.card.draft) == ((), (), ())
    assert found.card.digest == build_card(post(), records(), OPTIONS).digest


def test_a_measure_that_reads_otherwise_is_no_longer_said_to_be_done() -> None:
    found = today(records("应先测氧，再测一氧化碳。"))
    assert {line.key: line.state for line in found.card.chosen[0].lines} == {f"{FIRST}#1": "", f"{FIRST}#2": "done"}
    assert found.card.draft == ("企业确认",)
    assert "1 条措施的文字变了" in found.withdrawn[0]
    assert [change.before for change in found.changes if "应先检测" in change.before]
    assert found.card.options.practice_confirmed_by == "赵六"  # what he confirmed has not changed


def test_new_general_practice_needs_its_reviewer_again() -> None:
    habit = playbook().steps[2].source
    changed = playbook(never=(*playbook().never, Line(text="新的通用做法。", source=habit)))
    found = today(records(playbooks={"gas-poisoning": changed}))
    assert found.card.options.practice_confirmed_by == ""
    assert "赵六" in "".join(found.withdrawn)
    assert "新的通用做法" not in "".join(line.text for s in found.card.scenarios for line in s.never)
    assert found.card.draft == ("企业确认",)


def test_a_change_of_law_is_told_and_leaves_the_confirmation() -> None:
    old = Records(records().entries)
    old.entries = (replace_basis(old.entries[0]),)
    before = statements(build_card(post(), old, OPTIONS))
    newer = Records(old.entries)
    newer.documents["old-rule"] = replace_title(newer)
    found = card_today(post(), newer, OPTIONS, before)
    assert [change.kind for change in found.changes] == ["law"]
    assert (found.withdrawn, found.card.draft) == ((), ())


def replace_basis(hazard: Any) -> Any:
    import msgspec

    from kb.model.entry import Basis

    return msgspec.structs.replace(hazard, legal_basis=(Basis(document="old-rule", as_printed="旧规定"),))


def replace_title(source: Records) -> Any:
    import msgspec

    return msgspec.structs.replace(source.documents["old-rule"], replaced_by=(), title="样例旧规定（修正）")


def test_what_is_gone_is_left_out_of_the_choice() -> None:
    found = today(records(), entries=("metallurgy-01-009-1",), signs=("no-such-sign",))
    assert found.card.options.entries == found.card.options.signs == ()
    assert [entry.id for entry in found.card.chosen] == [FIRST]


def test_changes_name_what_came_what_went_and_what_differs() -> None:
    old = [Statement(key=k, kind="content", about=k, text=t) for k, t in (("a", "1"), ("b", "2"), ("c", "3"))]
    new = [Statement(key=k, kind="content", about=k, text=t) for k, t in (("d", "4"), ("b", "2"), ("a", "5"))]
    found = [(change.about, change.before, change.after) for change in changes(old, new)]
    assert found == [("d", "", "4"), ("a", "1", "5"), ("c", "3", "")]


def test_every_printed_line_is_a_statement() -> None:
    card = build_card(post(), records(), OPTIONS)
    said = "".join(statement.text for statement in statements(card))
    lines = [line for entry in card.entries for line in entry.lines]
    lines += [line for s in card.scenarios for line in (*s.signs, *s.steps, *s.never, *s.first_aid)]
    assert [line.text for line in lines if line.text not in said] == []
