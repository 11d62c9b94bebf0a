"""Resolving and annotating: one document or none, relative references from where the text stands."""

from __future__ import annotations

import pytest

from kb.model.citations import Context, DocumentIndex, Resolution, annotate, find, resolve
from kb.model.regulation import Edition, Fact, Regulation

KNOWN = Fact(value="题名", how="unverified")


def document(key: str, title: str, number: str = "", **more: object) -> Regulation:
    return Regulation(id=key, kind="other", title=title, number=number, known=KNOWN, **more)  # type: ignore[arg-type]


INDEX = DocumentIndex(
    [
        document("law", "中华人民共和国安全生产法", aliases=("安法",), editions=(Edition(id="2021-06-10"),)),
        document("gas", "煤气规程", "GB 6222", editions=(Edition(id="2005", number="GB 6222-2005"),)),
        document("cold", "冷库规程", "GB 28009", misprints=("GB 38009",)),
        document("boiler-a", "锅炉规程", "GB 11"),
        document("boiler-b", "锅炉规程", "GB 12"),
        document("rolling", "评定标准（轧钢）"),
        document("order", "有限空间规定", "国家安全生产监督管理总局令第59号"),
        document("parts", "纺机要求", "GB/T 17780.1"),
    ]
)
HERE = Context(document="law", article="41", paragraph=3)


def settle(text: str, context: Context | None = None) -> list[Resolution]:
    return list(resolve(find(text), INDEX, context))


@pytest.mark.parametrize(
    ("text", "outcome", "documents"),
    [
        ("《煤气规程》（GB 6222）", "resolved", ("gas",)),
        ("GB/T 6222", "unknown", ()),
        ("《安全生产法》", "resolved", ("law",)),
        ("《锅炉规程》", "ambiguous", ("boiler-a", "boiler-b")),
        ("《锅炉规程》（GB 12）", "resolved", ("boiler-b",)),
        ("《煤气规程》（GB 11）", "ambiguous", ("boiler-a", "gas")),
        ("《评定标准》（轧钢）", "resolved", ("rolling",)),
        ("59号令", "resolved", ("order",)),
        ("应急管理部令第59号", "unknown", ()),
        ("事故多发", "not_a_citation", ()),
        ("《没有的规程》", "unknown", ()),
        ("GB/T 17780", "unknown", ()),
    ],
)
def test_a_document_is_accepted_only_when_it_is_the_only_one(
    text: str, outcome: str, documents: tuple[str, ...]
) -> None:
    (result,) = settle(text)
    assert (result.outcome, result.documents) == (outcome, documents)


def test_misprints_resolve_and_say_so_with_the_words_kept() -> None:
    (result,) = settle("《冷库规程》（GB 38009）")
    assert (result.document, result.misprint) == ("cold", True)
    assert result.citation.as_printed == "《冷库规程》（GB 38009）"
    assert settle("《冷库规程》（GB 28009）")[0].misprint is False


def test_the_edition_is_kept_when_the_catalogue_knows_it() -> None:
    assert settle("GB 6222-2005")[0].edition == "2005"
    assert settle("GB 6222-1986")[0].edition == ""


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("本法第三十八条第一款", ("38.1",)),
        ("前款", ("41.2",)),
        ("前两款", ("41.1", "41.2")),
        ("前条", ("40",)),
        ("本条第二款", ("41.2",)),
        ("第二款", ("41.2",)),
        ("第九十九条", ("99",)),
        ("同条", ()),
    ],
)
def test_relative_references_start_from_where_the_text_stands(text: str, clauses: tuple[str, ...]) -> None:
    (result,) = settle(text, HERE)
    assert result.clauses == clauses
    assert result.outcome == ("resolved" if clauses else "unknown")


def test_a_back_reference_takes_the_last_certain_document_only() -> None:
    first, second, third = settle("《煤气规程》第6.1条，该规程第七条，同条第二款")
    assert (second.document, second.clauses) == ("gas", ("7",))
    assert (third.document, third.clauses) == ("gas", ("7.2",))
    assert settle("《锅炉规程》，该规程第七条")[1].outcome == "unknown"
    assert first.document == "gas"


def test_without_a_place_nothing_relative_is_guessed() -> None:
    assert [r.outcome for r in settle("本法第三条，前款。该文第二款")] == ["unknown", "unknown", "unknown"]


def test_annotating_gives_the_text_back_in_pieces() -> None:
    text = "按《煤气规程》（GB 6222）和安全规定，\n见第三条。"
    pieces = annotate(text, resolve(find(text), INDEX, HERE))
    assert "".join(p.text for p in pieces) == text
    assert [p.text for p in pieces if p.resolution] == ["《煤气规程》（GB 6222）", "第三条"]


def test_annotating_another_text_is_refused() -> None:
    results = resolve(find("按 GB 6222"), INDEX)
    with pytest.raises(ValueError, match="不在给定文本"):
        annotate("按 GB 9999", results)
