"""Two editions side by side: articles paired by the map or by likeness, differences as spans of each text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.model.clause import Clause
from kb.model.renumbering import Moved, Renumbering
from kb.services.comparing import changes, compare


def clause(edition: str, number: str, text: str) -> Clause:
    return Clause(document="d", edition=edition, number=number, label=f"第{number}条", text=text)


OLD = [clause("1", "1", "甲乙丙丁戊己庚辛"), clause("1", "2", "子丑寅卯辰巳午未"), clause("1", "3", "赵钱孙李周吴郑王")]
NEW = [
    clause("2", "1", "甲乙丙丁戊己庚辛"),
    clause("2", "2", "冯陈褚卫蒋沈韩杨"),
    clause("2", "3", "子丑寅卯辰巳午申酉"),
]


@given(st.text(alphabet="甲乙丙丁。", max_size=30), st.text(alphabet="甲乙丙丁。", max_size=30))
def test_without_the_changes_both_texts_are_the_same(old: str, new: str) -> None:
    gone, come = changes(old, new)

    def left(text: str, spans: tuple[tuple[int, int], ...]) -> str:
        return "".join(c for i, c in enumerate(text) if not any(s <= i < e for s, e in spans))

    assert left(old, gone) == left(new, come)
    assert (old == new) == (not gone and not come)


def test_articles_are_paired_by_likeness_where_no_map_is() -> None:
    pairs = compare(OLD, NEW, None)
    told = [(p.old.number if p.old else "", p.new.number if p.new else "", p.how, p.same) for p in pairs]
    assert told == [
        ("1", "1", "likeness", True),
        ("", "2", "alone", False),
        ("2", "3", "likeness", False),
        ("3", "", "alone", False),
    ]
    assert pairs[2].gone == ((7, 8),)
    assert pairs[2].come == ((7, 9),)


def test_the_map_decides_where_there_is_one() -> None:
    rows = (Moved(old="1", new=("2",), how="read_in_text"), Moved(old="2", new=(), how="read_in_text"))
    pairs = compare(OLD[:2], NEW[:2], Renumbering(document="d", old="1", new="2", source="x", rows=rows))
    assert [(p.old and p.old.number, p.new and p.new.number) for p in pairs] == [(None, "1"), ("1", "2"), ("2", None)]
