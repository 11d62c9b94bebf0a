"""The clause digests: complete, linked to penalties that exist, in own words, no number the text does not have."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from ingest.regulations.clauses import clauses
from ingest.regulations.parse import parse
from kb.check.report import clause_coverage
from kb.errors import CorpusError
from kb.model.clause import Clause, ClauseDigests
from kb.model.fines import fines
from kb.model.numerals import to_int
from kb.model.text import bare
from kb.paths import corpus_folder
from kb.store.clauses import load_digests
from kb.store.corpus import Corpus

LONGEST_RUN = 15
LISTS = {
    ("mem-order-6-dust", "2"): "行业名单，不能删减",
    ("order-88-emergency-plans", "3"): "固定提法",
    ("special-equipment-safety-law", "2"): "设备名单，不能删减",
    ("special-equipment-safety-law", "3"): "固定提法",
    ("order-91-metallurgy", "27"): "场所名单，不能删减",
    ("order-91-metallurgy", "29"): "设备名单，不能删减",
    ("fire-protection-law", "73"): "定义里的设施和场所名单，不能删减",
    ("beijing-work-safety-regulation", "29"): "作业名单，不能删减",
    ("beijing-work-safety-regulation", "33"): "设施名单，不能删减",
    ("beijing-work-safety-regulation", "34"): "场所名单，不能删减",
    ("beijing-work-safety-regulation", "36"): "行业名单，不能删减",
}
"""Digests that share a longer run with the text, each with its reason (enumerations must not be cut)."""
UNREAD = {"mem-order-10-major-danger", "mem-order-13-confined-space", "order-16-hidden-danger", "order-3-training"}
"""Documents no text of which was read: common knowledge, said to be that."""
WHOLE = {
    "work-safety-law": 119, "special-equipment-safety-law": 101, "accident-emergency-regulation": 35,
    "accident-reporting-regulation": 46, "mem-order-6-dust": 32, "mem-order-14-fines": 24, "order-91-metallurgy": 48,
    "order-88-emergency-plans": 49, "order-30-special-operations": 44, "hazardous-chemicals-safety-law": 127,
    "fire-protection-law": 74, "occupational-disease-law": 88, "beijing-work-safety-regulation": 66,
}  # fmt: skip
_FIGURES = re.compile(r"[\d万亿元以上下]+")
"""A fine's bounds have no other words."""
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?|[零一二三四五六七八九十百千]+)(万)?")


@pytest.fixture(scope="module")
def digests(corpus: Corpus) -> tuple[ClauseDigests, ...]:
    return corpus.digests


@pytest.fixture(scope="module")
def texts(digests: tuple[ClauseDigests, ...]) -> dict[str, dict[str, Clause]]:
    folder = os.environ.get("HAZARDKB_LAWS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("HAZARDKB_LAWS 未设置：没有法规文本，跳过")
    files = {p.name: p for p in Path(folder).rglob("*.md")}
    found = {}
    for group in _read(digests):
        parsed = parse(files[group.source].read_text(encoding="utf-8"))
        found[group.document] = {c.number: c for c in clauses(parsed, group.document, group.edition)}
    return found


def _read(digests: tuple[ClauseDigests, ...]) -> list[ClauseDigests]:
    """Those written beside a text: the others have none to be compared with."""
    return [group for group in digests if group.read]


def amounts(text: str) -> set[float]:
    """Every amount of a text, 万 multiplied out, in Chinese or Arabic digits."""
    found = set()
    for number, ten_thousand in _AMOUNT.findall(text):
        value = float(number) if number[0].isdigit() else to_int(number)
        if value is not None:
            found.add(value * (10_000 if ten_thousand else 1))
    return found


def test_the_documents_digested_are_digested_whole(digests: tuple[ClauseDigests, ...]) -> None:
    for document, count in WHOLE.items():
        (group,) = [g for g in digests if g.document == document]
        assert [d.clause for d in group.digests] == [str(n) for n in range(1, count + 1)]
        assert group.how == "read_in_text"


def test_every_article_of_the_text_is_there(
    digests: tuple[ClauseDigests, ...], texts: dict[str, dict[str, Clause]]
) -> None:
    for group in _read(digests):
        assert {d.clause for d in group.digests} <= set(texts[group.document]), group.document


def test_penalties_point_to_articles_that_exist(
    digests: tuple[ClauseDigests, ...], texts: dict[str, dict[str, Clause]]
) -> None:
    for group in _read(digests):
        for digest in group.digests:
            for penalty in digest.penalties:
                article = texts[penalty.document or group.document][penalty.clause.split(".")[0]]
                known = {article.number, *(part.number for part in article.parts)}
                assert penalty.clause in known, (group.document, digest.clause)
                assert amounts(penalty.text) <= amounts(article.text), (group.document, digest.clause)


def test_a_conflict_names_its_articles_for_it_is_shown_on_both_and_on_the_duties(
    digests: tuple[ClauseDigests, ...],
) -> None:
    assert not [c for group in digests for c in group.conflicts if "本条" in c.text.replace("本条例", "")]


def ranges(text: str) -> set[tuple[float | None, float]]:
    """Every range of an article as it writes it: 五万元以上二十万元以下, 二倍以上五倍以下, 60%至80％, …以下."""
    text = re.sub(r"百分之([零一二三四五六七八九十百]+)", r"\1", text.replace("％", "").replace("%", ""))
    number = r"([零一二三四五六七八九十百千\d]+)(万?)[元倍]?"
    pattern = rf"{number}(?:以上|至){number}(?:以下|的罚款)|{number}以下|年收入{number}的罚款"
    read = [
        [v for n, w in zip(found[::2], found[1::2], strict=True) if n for v in amounts(n + w)]
        for found in re.findall(pattern, text)
    ]
    return {(r[0], r[1]) if len(r) > 1 else (None, r[0]) for r in read}


def test_the_figures_of_a_fine_are_the_range_the_article_states(
    digests: tuple[ClauseDigests, ...], texts: dict[str, dict[str, Clause]]
) -> None:
    for group in digests:
        for digest in group.digests:
            for penalty in digest.penalties:
                article = texts[penalty.document or group.document][penalty.clause.split(".")[0]]
                stated = ranges(article.text)
                for fine in fines(penalty.text):
                    low = None if fine.low == fine.high else fine.low
                    assert (low, fine.high) in stated, (group.document, digest.clause, penalty.clause, fine)


def test_a_conflict_names_only_duties_its_article_punishes(digests: tuple[ClauseDigests, ...]) -> None:
    for group in digests:
        for conflict in group.conflicts:
            punished = {
                d.clause for d in group.digests if conflict.clause in {p.clause.split(".")[0] for p in d.penalties}
            }
            assert set(conflict.duties) <= punished, (group.document, conflict.clause)


def test_no_number_stands_that_is_not_in_the_article(
    digests: tuple[ClauseDigests, ...], texts: dict[str, dict[str, Clause]]
) -> None:
    for group in _read(digests):
        for digest in group.digests:
            written = {float(n) * (10_000 if w else 1) for n, w in re.findall(r"(\d+(?:\.\d+)?)(万)?", digest.text)}
            assert written <= amounts(texts[group.document][digest.clause].text), (group.document, digest.clause)


def test_the_words_are_our_own(digests: tuple[ClauseDigests, ...], texts: dict[str, dict[str, Clause]]) -> None:
    for group in _read(digests):
        whole = bare("".join(c.text for c in texts[group.document].values()))
        for digest in group.digests:
            words = bare(digest.text)
            runs = [words[i : i + LONGEST_RUN + 1] for i in range(len(words) - LONGEST_RUN)]
            shared = [run for run in runs if run in whole and not _FIGURES.fullmatch(run)]
            assert bool(shared) == ((group.document, digest.clause) in LISTS), (
                group.document,
                digest.clause,
                shared[:1],
            )


def test_what_was_read_in_no_text_does_not_pass_for_read(digests: tuple[ClauseDigests, ...], corpus: Corpus) -> None:
    catalogue = {r.id: r for r in corpus.regulations}
    unread = [group for group in digests if not group.read]
    assert {group.document for group in unread} == UNREAD
    for group in unread:
        assert (group.how, group.review, group.source) == ("general_knowledge", None, "没有读到正文")
        assert "没有读到正文" in catalogue[group.document].note
    assert "没有读到正文" in catalogue["beijing-order-266"].note
    read = sum(len(group.digests) for group in _read(digests))
    counted, apart = clause_coverage(corpus)[:2]
    assert f"{len(digests) - len(UNREAD)} 份文件 {read} 条" in counted
    assert f"{len(UNREAD)} 份文件 {sum(len(group.digests) for group in unread)} 条" in apart


def test_penalties_of_what_was_not_read_stand_in_a_law_that_was(
    digests: tuple[ClauseDigests, ...], texts: dict[str, dict[str, Clause]]
) -> None:
    for group in digests:
        for digest in () if group.read else group.digests:
            for penalty in digest.penalties:
                article = texts[penalty.document][penalty.clause.split(".")[0]]
                assert penalty.clause in {article.number, *(part.number for part in article.parts)}
                assert amounts(penalty.text) <= amounts(article.text), (group.document, digest.clause)


def test_the_prompts_of_entries_name_articles_the_standard_has(
    digests: tuple[ClauseDigests, ...], corpus: Corpus
) -> None:
    (standard,) = [group for group in digests if group.document == "mem-order-10-major-danger"]
    industries = {digest.clause: digest.industries for digest in standard.digests}
    for entry in corpus.entries:
        item = entry.major_danger_prompt.item if entry.major_danger_prompt else ""
        for number in re.findall("第([一二三四五六七八九十]+)条", item):
            assert entry.industry.code in (industries[str(to_int(number))] or (entry.industry.code,)), entry.id


@pytest.mark.parametrize(
    ("how", "more"),
    [
        ("read_in_text", ""),
        ("read_in_text", 'review: {who: x, when: "2026-01-01"}\n'),
        ("general_knowledge", 'review: {who: x, when: "2026-01-01"}\n'),
    ],
)
def test_digests_without_a_text_are_not_taken_for_read(how: str, more: str, tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "clauses").mkdir()
    shutil.copy(corpus_folder() / "schema.yaml", tmp_path)
    head = 'document: order-3-training\nedition: "2015-05-29"\nsource: x\n'
    (tmp_path / "clauses" / "x.yaml").write_text(f"{head}how: {how}\n{more}digests: []\n", encoding="utf-8")
    with pytest.raises(CorpusError):
        load_digests(tmp_path, {r.id: r for r in corpus.regulations})


def test_topics_are_those_entries_have(digests: tuple[ClauseDigests, ...], corpus: Corpus) -> None:
    had = {topic for entry in corpus.entries for topic in entry.topics}
    assert {topic for group in digests for topic in group.topics} <= had


def test_a_digest_of_an_unknown_edition_is_refused(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "clauses").mkdir()
    shutil.copy(corpus_folder() / "schema.yaml", tmp_path)
    head = 'document: work-safety-law\nedition: "1999-01-01"\nsource: x\nhow: read_in_text\n'
    (tmp_path / "clauses" / "x.yaml").write_text(
        f'{head}review: {{who: x, when: "2026-01-01"}}\ndigests: []\n', encoding="utf-8"
    )
    with pytest.raises(CorpusError, match="work-safety-law@1999-01-01"):
        load_digests(tmp_path, {r.id: r for r in corpus.regulations})
