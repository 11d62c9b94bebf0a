"""The standard of a checklist's item: the clause an entry names, word for word, in the edition meant; else why not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.regulations.importing import ImportedRegulation, import_regulation
from ingest.regulations.read import read_document
from kb.model.base import Source
from kb.model.clause import Clause, ClausePart
from kb.model.entry import Basis, DangerPrompt, StricterNow
from kb.model.regulation import Edition
from kb.services.card_standards import entry_standards, written_out
from kb.services.resolve import Catalogue
from kb.store.corpus import Corpus
from tests.card_samples import DAY, Records, entry, measure, regulation

DUST = regulation("gb-1", "样例规程", kind="national_standard", editions=(Edition(id="2007"), Edition(id="2018")))
ORDER_10 = regulation("mem-order-10-major-danger", "样例判定标准", editions=(Edition(id="2023-04-14"),))


def clause(document: str, edition: str, number: str, text: str, **fields: object) -> Clause:
    return Clause(document=document, edition=edition, number=number, label=number, text=text, **fields)


def standards(of, *clauses: Clause, day: str = DAY):
    source = Records((of,), documents={d.id: d for d in (DUST, ORDER_10)}, clauses=clauses)
    return [(s.where, s.text or s.missing) for s in entry_standards(of, source, day)]


def citing(cited: str) -> object:
    return entry(1, 1, legal_basis=(Basis(document="gb-1", clause=cited, as_printed="样例规程"),))


def test_a_cited_clause_is_quoted_in_the_edition_that_was_meant():
    cited = clause("gb-1", "2007", "6.3", "试验原文六点三。")
    assert standards(citing("6.3"), cited) == [("《样例规程》（2007年版）第6.3条", "试验原文六点三。")]


def test_the_same_number_of_another_edition_is_never_taken_for_it():
    newer = clause("gb-1", "2018", "6.3", "别的要求。")
    ((where, said),) = standards(citing("6.3"), newer)
    assert where == "《样例规程》（2007年版）第6.3条"
    assert said == "原文未导入（导入的是2018年版，条号可能不同）"


def test_a_basis_that_names_only_a_document_gets_no_clause():
    cited = clause("gb-1", "2007", "6.3", "试验原文六点三。")
    assert standards(citing("")) == [("《样例规程》", "未指明条款，原文未导入")]
    assert standards(citing(""), cited) == [("《样例规程》", "未指明条款，请查原文")]


def test_what_is_not_there_is_said():
    assert standards(citing("6.3")) == [("《样例规程》（2007年版）第6.3条", "原文未导入")]
    other = clause("gb-1", "2007", "6.4", "别的。")
    assert standards(citing("6.3"), other)[0][1] == "导入的文本里没有这一条"
    remark = entry(1, 1, legal_basis=(Basis(as_printed="事故多发"),))
    assert standards(remark) == [("事故多发", "没有写明文件")]


def test_several_clauses_and_ranges_are_quoted_one_by_one():
    found = standards(citing("6.3、7.1~7.3"), clause("gb-1", "2007", "7.2", "七点二。"))
    assert [where[-4:] for where, _ in found] == ["6.3条", "7.1条", "7.2条", "7.3条"]
    assert [said for _, said in found].count("七点二。") == 1
    assert written_out("5.1.3.2~5.1.3.4") == ("5.1.3.2", "5.1.3.3", "5.1.3.4")
    assert written_out("1~999") == ("1~999",)
    assert written_out("5.1~6.2") == ("5.1~6.2",)


def test_a_prompt_is_quoted_down_to_the_item_it_names():
    prompted = entry(
        1,
        1,
        major_danger_prompt=DangerPrompt(item="样例（令第10号）第四条第二项", text="积水", how="general_knowledge"),
    )
    parts = (
        ClausePart(number="4.1", kind="paragraph", text="有下列情形之一的："),
        ClausePart(number="4.1.1", kind="item", text="（一）甲；"),
        ClausePart(number="4.1.2", kind="item", text="（二）乙。"),
    )
    article = clause("mem-order-10-major-danger", "2023-04-14", "4", "全文。", parts=parts)
    assert standards(prompted, article) == [
        ("《样例判定标准》（2023年4月14日文本）第四条第（二）项", "有下列情形之一的：……（二）乙。")
    ]


def test_a_stricter_rule_is_the_standard_of_the_lines_it_is_about_only():
    rule = StricterNow(text="更严。", source=Source(document="order-91", clause="第三十二条"), measures=(2,))
    lines = (measure("甲。", 1), measure("乙。", 2), measure("丙。", 3, printable=False))
    strict = entry(1, 1, measures=lines, stricter_now=(rule,))
    (found,) = entry_standards(strict, Records((strict,)), DAY)
    assert found.lines == (f"{strict.id}#2",)
    unseen = entry(1, 1, measures=lines, stricter_now=(StricterNow(text="更严。", source=rule.source, measures=(3,)),))
    assert entry_standards(unseen, Records((unseen,)), DAY) == ()


@pytest.fixture(scope="module")
def order_91(corpus: Corpus) -> ImportedRegulation:
    """A shared rule as it is really read."""
    return import_regulation(order_91_path(), Catalogue(corpus.regulations))


def order_91_path() -> Path:
    folder = os.environ.get("HAZARDKB_LAWS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("HAZARDKB_LAWS 未设置：没有法规文本，跳过")
    (path,) = Path(folder).rglob("*令第91号*")
    return path


def test_entries_of_the_corpus_quote_an_ingested_rule_word_for_word(corpus: Corpus, order_91: ImportedRegulation):
    documents = {r.id: r for r in corpus.regulations}
    source = Records(corpus.entries, documents=documents, clauses=order_91.clauses)
    printed = "".join(read_document(order_91_path()).text.replace("**", "").split())
    quoted = [s for e in corpus.entries for s in entry_standards(e, source, DAY) if s.text]
    assert len(quoted) > 30
    for standard in set(quoted):
        assert standard.where.startswith("《冶金企业和有色金属企业安全生产规定》（2018年1月4日文本）第")
        article = standard.where[standard.where.rindex("第") :]
        assert f"{article}{''.join(standard.text.split())}" in printed
