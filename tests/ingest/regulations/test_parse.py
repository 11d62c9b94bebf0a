"""The parser: true structure of real laws, the text given back, faults flagged, nothing lost whatever comes in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.regulations.clauses import clauses
from ingest.regulations.header import read_header
from ingest.regulations.parse import parse

LAW = """# 中华人民共和国样例法

2001年3月1日 某会议通过
2019年5月6日 某会议修订

目　录

第一章　总　则
第二章 罚则

## 第一章　总　则

**第一条**　为了试验，制定本法。

第二条 单位应当做到：

（一）甲事；

（二）乙事：
1. 小事；
2. 大事。

第三条规定的单位除外。

第二条之一 补充一条。

## 第二章 罚则

第四条 违反第二条的，
处罚款。

第〇五条 自2002年1月1日起施行。
"""
STANDARD = "# GB 1-2020 样例\n\n## 1\n\n1 范围\n本文件规定。\n\n## 4.1\n\n要求：\na) 一；\nb) 二。\n\n## 附录 A\n\n表\n"
WORDS = [
    *(
        "第一章",
        "第三条",
        "第十条之一",
        "第二节",
        "目录",
        "\n",
        "\n\n",
        "　",
        " ",
        "（一）",
        "（十）",
        "1.",
        "2．",
        "a)",
        "#",
        "## ",
        "**",
    ),
    *(
        "4.1",
        "4.1.2 ",
        "附录A",
        "附件",
        "应当",
        "。",
        "，",
        "第",
        "条",
        "款",
        "之",
        "GB",
        "\r\n",
        "\x0b",
        "\u2028",
        "１",
        "㈠",
    ),
]
COUNTS = {
    "安全生产法(2021-06-10)": 119, "特种设备安全法(2013-06-29)": 101, "消防法(2021-04-29)": 74,
    "职业病防治法(2018-12-29)": 88, "危险化学品安全法(2025)": 127, "危险化学品安全管理条例(2013-12-07)": 102,
    "使用有毒物品作业场所劳动保护条例(2002-05-12)": 71, "劳动法(2018-12-29)": 107, "北京市安全生产条例(2016-11-25)": 98,
    "北京市安全生产条例(2022-05-25)": 66, "北京市消防条例": 92, "北京市燃气管理条例(2020-09-25)": 72,
    "城镇燃气管理条例(2016-02-06)": 55, "女职工劳动保护特别规定(2012-04-28)": 16, "安全生产许可证条例(2014-07-29)": 24,
    "尘肺病防治条例(1987-12-03)": 28, "工伤保险条例(2010-12-20)": 67, "标准化法(2017-11-04)": 45,
    "特种设备安全监察条例(2009-01-24)": 103, "特种设备安全监督检查办法(2022-05-26)": 40,
    "生产安全事故应急条例(2019-02-17)": 35, "生产安全事故报告和调查处理条例(2007-04-09)": 46,
    "突发事件应对法(2007-08-30)": 70, "突发事件应对法(2024-06-28)": 106, "行政处罚法(2021-01-22)": 86,
    "公安部令第61号": 48, "国家安全生产监督管理总局令第15号": 69, "国家安全生产监督管理总局令第21号": 28,
    "国家安全生产监督管理总局令第30号": 44, "国家安全生产监督管理总局令第88号": 49,
    "国家安全生产监督管理总局令第91号": 48, "国家质量监督检验检疫总局令第92号": 46, "应急管理部令第14号": 24,
    "应急管理部令第6号": 32, "第50号": 42,
}  # fmt: skip


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    folder = os.environ.get("HAZARDKB_LAWS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("HAZARDKB_LAWS 未设置：没有法规文本，跳过")
    return {p.name: p.read_bytes().decode("utf-8") for p in sorted(Path(folder).rglob("*.md"))}


def test_a_law_becomes_numbered_units() -> None:
    parsed = parse(LAW)
    assert parsed.style == "law"
    assert [(u.kind, u.number) for u in parsed.units if u.kind not in {"front", "contents"}] == [
        ("chapter", "1"), ("article", "1"), ("article", "2"), ("item", "2.1.1"), ("item", "2.1.2"),
        ("subitem", "2.1.2.1"), ("subitem", "2.1.2.2"), ("paragraph", "2.2"), ("article", "2-1"), ("chapter", "2"),
        ("article", "4"), ("article", "5"),
    ]  # fmt: skip
    assert [(f.kind, f.found, f.expected) for f in parsed.flags] == [("gap", "第四条", "第3条")]
    assert parsed.unparse() == LAW


def test_clauses_know_their_headings_and_parts() -> None:
    found = {c.number: c for c in clauses(parse(LAW), "sample", "2019-05-06")}
    assert found["2"].id == "sample@2019-05-06:2"
    assert found["2"].path == ("第一章 总 则",)
    assert [p.number for p in found["2"].parts] == ["2.1", "2.1.1", "2.1.2", "2.1.2.1", "2.1.2.2", "2.2"]
    assert found["4"].text == "违反第二条的， 处罚款。"


def test_the_header_says_when() -> None:
    header = read_header(parse(LAW))
    assert (header.title, header.edition, header.in_force) == ("中华人民共和国样例法", "2019-05-06", "2002-01-01")
    assert [e.act for e in header.events] == ["通过", "修订"]


def test_a_standard_becomes_numbered_clauses() -> None:
    parsed = parse(STANDARD)
    assert parsed.style == "standard"
    assert [u.number for u in parsed.units if u.kind in {"clause", "item", "appendix"}] == [
        "1",
        "4.1",
        "4.1 a",
        "4.1 b",
        "A",
    ]
    assert [f.kind for f in parsed.flags] == ["gap"]
    assert parsed.unparse() == STANDARD


def test_a_repeated_article_keeps_an_identity_of_its_own() -> None:
    parsed = parse("第一条 甲。\n第二条 乙。\n第一条 又一。\n附件：\n第一条 附件的。\n")
    assert [c.number for c in clauses(parsed, "x", "y")] == ["1", "2", "1#2", "A1-1"]
    assert [f.kind for f in parsed.flags] == ["restart"]


@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
@settings(max_examples=800, deadline=None)
def test_no_text_is_too_odd(text: str) -> None:
    parsed = parse(text)
    assert parsed.unparse() == text
    numbers = [u.number for u in parsed.units if u.kind == "article"]
    assert len(set(numbers)) == len(numbers)
    found = clauses(parsed, "x", "y")
    assert len({c.number for c in found}) == len(found)
    read_header(parsed)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back(text: str) -> None:
    assert parse(text).unparse() == text


def test_the_real_laws_have_their_true_articles_and_come_back_exactly(texts: dict[str, str]) -> None:
    for name, count in COUNTS.items():
        (text,) = [t for file, t in texts.items() if file.startswith(name)]
        parsed = parse(text)
        assert parsed.count("article") == count, name
        assert [f for f in parsed.flags if f.found.startswith("第") and f.found.endswith("条")] == [], name
        assert [c.number for c in clauses(parsed, "x", "y")] == [str(n) for n in range(1, count + 1)], name


def test_every_real_text_comes_back_and_says_when_it_was_made(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if parse(text).unparse() != text] == []
    silent = [name for name, text in texts.items() if not read_header(parse(text)).edition]
    assert silent == ["尘肺病防治条例(1987-12-03).md"]  # its text carries no date
