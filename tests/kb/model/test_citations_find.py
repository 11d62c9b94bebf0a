"""Finding citations: every form of the manual and of running text, with spans into the original."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model.citations import Citation, find, title_pattern
from kb.model.citations_clauses import clause_label
from kb.model.citations_types import level

SAMPLES = yaml.safe_load((Path(__file__).parent / "data" / "citations.yaml").read_text(encoding="utf-8"))
WORDS = [
    *(
        "《",
        "》",
        "第",
        "条",
        "款",
        "项",
        "（",
        "）",
        "GB",
        "/T",
        " ",
        "6222",
        "令",
        "号",
        "三十八",
        "之一",
        "本法",
        "前款",
        "、",
    ),
    *(
        "至",
        "规程",
        "TSG",
        "Q0002",
        "〔2010〕",
        "安监总管四",
        "\n",
        "ａ",
        "\U001001b0",
        "㎡",
        "国务院",
        "-2018",
        "事故多发",
    ),
]


def shown(citation: Citation) -> str:
    """A citation in the notation of the samples."""
    number = citation.number.key if citation.number else "-"
    clauses = " ".join(citation.clauses) or "-"
    return f"{citation.kind} | {citation.as_printed} | {citation.title or '-'} | {number} | {clauses}"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s["text"][:20])
def test_each_form_is_found_whole(sample: dict[str, object]) -> None:
    wanted = [str(line).replace("'", "") for line in sample["finds"]]  # type: ignore[attr-defined]
    assert [shown(c) for c in find(str(sample["text"]))] == wanted


@given(st.lists(st.sampled_from(WORDS), max_size=25).map("".join))
@settings(max_examples=400, deadline=None)
def test_spans_belong_to_the_text_and_never_overlap(text: str) -> None:
    at = 0
    for citation in find(text, title_pattern(["安全规程", "规程"])):
        assert at <= citation.start < citation.end <= len(text)
        assert text[citation.start : citation.end] == citation.as_printed
        at = citation.end


def test_levelling_keeps_the_length() -> None:
    text = "《Ａ》〔２０１０〕㎡㈠⼯\U001001b0—～"
    assert len(level(text)) == len(text)


def test_titles_without_marks_are_found_but_not_inside_words() -> None:
    titles = title_pattern(["中华人民共和国安全生产法", "安全生产法", "安法"])
    assert [c.as_printed for c in find("按安全生产法28条和安法第二十八条", titles)] == [
        "安全生产法28条",
        "安法第二十八条",
    ]
    assert find("安全生产法律法规，公安法制", titles) == ()


@pytest.mark.parametrize(
    ("clause", "articles", "label"),
    [
        ("38.2.1", True, "第三十八条第二款第（一）项"),
        ("18-1", True, "第十八条之一"),
        ("21~23", True, "第二十一条至第二十三条"),
        ("38.0.5", True, "第三十八条第（五）项"),
        ("6.1.7", False, "6.1.7"),
        ("B.2", True, "B.2"),
    ],
)
def test_a_clause_is_said_as_people_say_it(clause: str, articles: bool, label: str) -> None:
    assert clause_label(clause, articles=articles) == label


def test_a_long_text_is_read_in_one_pass() -> None:
    text = "依照本法第三十八条第一款第（五）项规定，《煤气规程》（GB 6222）第6.1.7条另有规定。" * 2_000
    assert len(find(text)) == 4_000
    assert not re.search("《", "".join(c.title for c in find(text)))
