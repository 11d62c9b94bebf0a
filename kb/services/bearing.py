"""Where a clause bears: the entries of the manual that its words or a citation lead to, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.model.base import Record
from kb.model.clause import ClauseDigest, ClauseDigests
from kb.model.entry import HazardEntry
from kb.model.numerals import to_int

GENERAL = frozenset(
    {
        "管道", "检查", "检修", "使用", "制度", "审批", "容器", "停电", "失效", "清扫", "厂房", "检验", "附件",
        "关闭", "异常", "运输", "故障", "人数", "培训", "报告", "变更", "体检", "签字", "备案", "报废", "考核",
        "积水", "器材", "保险", "铸造", "作业人员", "停用", "改造", "整改", "进口", "定义", "处罚", "中毒",
        "国家标准", "监护", "操作规程", "电工", "演练", "撤离",
    }
)  # fmt: skip
"""Words said everywhere in the manual: one of them alone ties no clause to a place, two of a digest's words do."""


PROMPTS = "mem-order-10-major-danger"
"""The standard of major hidden dangers: what `major_danger_prompt` of an entry names articles of."""
_ARTICLE = re.compile("第([一二三四五六七八九十百]+)条")


class Bearing(Record, frozen=True, kw_only=True):
    """That a clause bears on an entry: the entry cites it, prompts for it, or both have the same words."""

    entry: str
    cited: bool = False
    prompted: bool = False
    words: tuple[str, ...] = ()


class Places:
    """The entries clauses bear on, with what each says and cites; built once, words are looked up as they are asked."""

    def __init__(self, entries: Iterable[HazardEntry]) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self._texts = {entry.id: _text(entry) for entry in self.entries.values()}
        self._said: dict[str, frozenset[str]] = {}
        self._cited: dict[str, list[tuple[str, str]]] = {}
        self._prompted = {entry.id: _articles(entry) for entry in self.entries.values() if entry.major_danger_prompt}
        for entry in self.entries.values():
            for basis in entry.legal_basis:
                self._cited.setdefault(basis.document, []).extend((c, entry.id) for c in basis.clause.split("、") if c)

    def saying(self, word: str) -> frozenset[str]:
        """Return the entries in which `word` stands."""
        if word not in self._said:
            self._said[word] = frozenset(key for key, text in self._texts.items() if word in text)
        return self._said[word]

    def citing(self, document: str, clause: str) -> frozenset[str]:
        """Return the entries whose legal basis names the clause or a part of it."""
        parts = (clause, f"{clause}.")
        return frozenset(key for c, key in self._cited.get(document, ()) if c == clause or c.startswith(parts[1]))

    def prompting(self, document: str, clause: str) -> frozenset[str]:
        """Return the entries whose prompt of a major hidden danger names the article."""
        if document != PROMPTS:
            return frozenset()
        return frozenset(key for key, articles in self._prompted.items() if clause in articles)

    def bearing(self, group: ClauseDigests, digest: ClauseDigest) -> tuple[Bearing, ...]:
        """Return the entries a digested clause bears on: those that cite it or prompt for it, then by the words shared.

        A list to look through, not a verdict.
        """
        cited = self.citing(group.document, digest.clause)
        shared: dict[str, tuple[str, ...]] = {}
        for word in digest.words:
            for key in self.saying(word):
                shared[key] = (*shared.get(key, ()), word)
        meant = {key for key, words in shared.items() if len(words) > 1 or words[0] not in GENERAL}
        meant &= self._within(group)
        if digest.industries:
            meant = {key for key in meant if self.entries[key].industry.code in digest.industries}
        prompted = self.prompting(group.document, digest.clause) - cited
        found = [Bearing(entry=key, cited=True) for key in self.entries if key in cited]
        found += [Bearing(entry=key, prompted=True) for key in self.entries if key in prompted]
        found += [Bearing(entry=key, words=shared[key]) for key in self.entries if key in meant - cited - prompted]
        return tuple(sorted(found, key=lambda b: (not b.cited, not b.prompted, -len(b.words))))

    def touches(self, group: ClauseDigests) -> bool:
        """Tell whether the document can be about any of these entries at all."""
        return bool(self._within(group))

    def _within(self, group: ClauseDigests) -> set[str]:
        """Return the entries of the document's industries that say what it is about or have its topic."""
        keys = {k for k, e in self.entries.items() if not group.industries or e.industry.code in group.industries}
        if not (group.about or group.topics):
            return keys
        tagged = {key for key in keys if set(group.topics) & set(self.entries[key].topics)}
        return tagged | keys & set().union(*map(self.saying, group.about))


def _articles(entry: HazardEntry) -> frozenset[str]:
    item = entry.major_danger_prompt.item if entry.major_danger_prompt else ""
    return frozenset(str(to_int(number)) for number in _ARTICLE.findall(item))


def _text(entry: HazardEntry) -> str:
    measures = (measure.text for measure in entry.measures)
    return "\n".join([entry.location, *entry.also_called, *entry.hazards, *measures])
