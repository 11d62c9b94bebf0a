"""The checker's report over a whole corpus: broken rules, and coverage of entries, places, documents, posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.check.rules import Problem, check_entry
from kb.model.entry import HazardEntry
from kb.model.industry import INDUSTRIES
from kb.model.official import OfficialRow
from kb.services.applying import BINDING
from kb.services.resolve import Catalogue
from kb.services.resolve import coverage as cited_coverage
from kb.store.corpus import Corpus, load_corpus
from kb.store.knowledge_writer import post_entry_ids

MANUAL_ENTRIES = {
    "metallurgy": 368, "nonferrous": 312, "building_materials": 145, "machinery": 88, "light_industry": 153,
    "textile": 60,
}  # fmt: skip
"""Rows of each booklet, counted in the manual itself (docs/extraction-review.md)."""


@dataclass(frozen=True)
class CorpusReport:
    """What the checker found: broken rules, and lines to print."""

    problems: tuple[Problem, ...]
    lines: tuple[str, ...]


def check_corpus(folder: Path, rows: Iterable[OfficialRow], *, lists: bool = False) -> CorpusReport:
    """Load, cross-check and check the corpus in `folder` beside the official `rows` (none: rules are not run).

    `lists` adds the entries of every post and playbook.

    Raises CorpusError when a file does not fit the schema or a reference leads nowhere.
    """
    corpus = load_corpus(folder)
    by_id = {row.id: row for row in rows}
    problems = tuple(check_entries(corpus.entries, by_id))
    lines = [f"{p.entry} [{p.rule}] {p.text}" for p in problems]
    lines += membership(corpus) if lists else []
    lines += coverage(corpus)
    lines += cited_lines(corpus, [row.legal_basis for row in by_id.values()]) if by_id else []
    lines.append(
        f"规则检查：对照原文 {len(by_id)} 行，不合规则 {len(problems)} 处。"
        if by_id
        else "规则检查：资料库里没有手册原文，先用 hazardkb ingest 导入，才能逐条对照。"
    )
    return CorpusReport(problems, tuple(lines))


def cited_lines(corpus: Corpus, columns: list[str]) -> list[str]:
    """Return how far the manual's 依据 `columns` are understood, and by name what is not."""
    found = cited_coverage(columns, Catalogue(corpus.regulations))
    lines = [
        (
            f"手册依据：引文 {found.resolved}/{found.citations} 条认得，"
            f"写法 {found.forms_resolved}/{found.forms} 种认得，对应文件 {len(found.documents)} 份"
        )
    ]
    return lines + [f"不认得：{printed}（{count} 处）" for printed, count in (*found.unparsed, *found.unresolved)]


def membership(corpus: Corpus) -> list[str]:
    """Return, post by post and playbook by playbook, the entries that belong to each."""
    titles = {post.id: post.title for post in corpus.posts}
    lines = [f"岗位 {post} {titles[post]}：{'、'.join(ids)}" for post, ids in post_entry_ids(corpus).items()]
    for playbook in corpus.playbooks:
        ids = [entry.id for entry in corpus.entries if playbook.id in entry.playbooks]
        lines.append(f"应急处置 {playbook.id} {playbook.title}：{'、'.join(ids)}")
    return lines


def check_entries(entries: Iterable[HazardEntry], rows: Mapping[str, OfficialRow]) -> Iterator[Problem]:
    """Yield the broken rules of every entry whose official row is there; entries sharing text are checked once."""
    for entry in entries:
        row = rows.get(entry.id)
        if row is not None and not entry.same_as:
            yield from check_entry(entry, row)


def coverage(corpus: Corpus) -> list[str]:
    """Return the coverage lines: entries, places and entries on posts, playbooks, documents."""
    lines = []
    for industry in INDUSTRIES:
        have = sum(1 for e in corpus.entries if e.industry.code == industry.code)
        lines.append(f"{industry.name}：{have}/{MANUAL_ENTRIES[industry.code]} 条")
    lines.append(f"合计：{len(corpus.entries)}/{sum(MANUAL_ENTRIES.values())} 条")
    places = {e.place for e in corpus.entries}
    on_posts = {place for post in corpus.posts for place in post.places}
    posted = {entry_id for ids in post_entry_ids(corpus).values() for entry_id in ids}
    handled = sum(1 for e in corpus.entries if e.playbooks)
    cited = {b.document for e in corpus.entries for b in e.legal_basis if b.document}
    lines.append(f"岗位：{len(corpus.posts)} 个；场所归岗 {len(places & on_posts)}/{len(places)}")
    lines.append(f"条目归岗 {len(posted)}/{len(corpus.entries)}；条目有应急处置 {handled}/{len(corpus.entries)}")
    lines.append(f"应急处置：{len(corpus.playbooks)} 个；安全标志：{len(corpus.signs)} 个")
    lines.append(f"文件目录：{len(corpus.regulations)} 份，其中手册引用 {len(cited)} 份")
    lines += clause_coverage(corpus)
    lines.append(f"词表：{len(corpus.words)} 个词，{len(corpus.synonyms)} 组同义词")
    return lines


def clause_coverage(corpus: Corpus) -> list[str]:
    """Return the coverage lines of clauses read in a text: digested, with a check, with a penalty; the others apart."""
    read = [group for group in corpus.digests if group.read]
    digests = [digest for group in read for digest in group.digests]
    unread = [group for group in corpus.digests if not group.read]
    duties = [d for d in digests if d.duty in BINDING]
    checked, punished = sum(1 for d in duties if d.check), sum(1 for d in duties if d.penalties)
    moved = sum(len(renumbering.rows) for renumbering in corpus.renumberings)
    conflicts = sum(len(group.conflicts) for group in corpus.digests)
    bound = f"单位和人员的义务 {len(duties)} 条：写了怎么查 {checked}，写了罚则 {punished}"
    return [
        f"条款摘要：{len(read)} 份文件 {len(digests)} 条，其中{bound}",
        f"没有读到原文、不算在内的条款摘要：{len(unread)} 份文件 {sum(len(group.digests) for group in unread)} 条",
        f"条号对照 {moved} 条；写明不一致的 {conflicts} 处",
    ]
