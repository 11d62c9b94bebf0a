"""The words an index knows: places, aliases, posts, titles, plain words; their pinyin and how often they occur."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from index.folding import Folding
from index.pinyin import accent_key, domain_readings, loose, spell
from index.tokens import GAP, runs
from kb.model.search import Lexicon, SearchDocument

LONGEST_NAME = 12
"""Longer than this is a sentence: offered while typing, but never what a misspelling is corrected to."""
_KINDS = {"hazard": "场所", "post": "岗位", "playbook": "应急处置", "clause": "条款"}
KIND_ORDER = ("岗位", "场所", "应急处置", "别名", "术语", "事故类型", "文件", "问法", "词")
"""From what people look for by name to plain words: the order of equally good completions."""


class Term(msgspec.Struct, frozen=True, array_like=True):
    """A word: as shown and as compared, what it names, in how many documents it stands, its syllables.

    `usual` are the syllables of the general dictionary, which some will type. A `name` is short and without a break: a
    misspelling may be corrected to it.
    """

    text: str
    key: str
    kind: str
    count: int
    pinyin: str
    usual: str
    initials: str
    name: bool


def collect_terms(
    documents: Sequence[SearchDocument],
    lexicon: Lexicon,
    words: Sequence[str],
    folding: Folding,
    count: Callable[[Sequence[str]], int],
) -> list[Term]:
    """Return every term once, under the first kind of `KIND_ORDER` it belongs to; `count` counts its documents."""
    named: dict[str, tuple[str, str]] = {}
    for text, kind in _named(documents, lexicon, words):
        key = folding.fold(text.strip())
        if key and (key not in named or KIND_ORDER.index(kind) < KIND_ORDER.index(named[key][1])):
            named[key] = (text.strip(), kind)
    readings = domain_readings(lexicon.readings)
    found = (_term((key, text, kind), count, readings) for key, (text, kind) in named.items())
    return [term for term in found if term.count > (term.kind == "词") or term.kind == "术语"]


def _term(found: tuple[str, str, str], count: Callable[[Sequence[str]], int], readings: Mapping[str, str]) -> Term:
    key, text, kind = found
    tokens = runs(key)
    name = kind != "问法" and len(key) <= LONGEST_NAME and bool(tokens) and GAP not in tokens
    own = spell(key, readings)
    initials = "".join(syllable[:1] for syllable in own)
    return Term(text, key, kind, count(tokens), " ".join(own), " ".join(spell(key, {})), initials, name)


def _named(documents: Sequence[SearchDocument], lexicon: Lexicon, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for document in documents:
        if document.kind != "clause":
            yield document.title, _KINDS[document.kind]
        for alias in document.fields.get("also_called", ()):
            yield alias, "别名"
        for question in document.fields.get("asked_as", ()):
            yield question, "问法"
        for value in document.accident_types:
            yield value.name, "事故类型"
        for value in document.documents:
            yield value.name, "文件"
    for group in lexicon.synonyms:
        yield from ((word, "术语") for word in group)
    yield from ((word, "术语") for word in lexicon.words)
    yield from ((word, "词") for word in words)


class Vocabulary(msgspec.Struct, frozen=True):
    """Terms by what is typed: pinyin, loosely spelt pinyin, initials; numbers into `terms`, best first.

    `terms` stand in the order in which equally good completions are offered.
    """

    terms: list[Term]
    by_pinyin: dict[str, list[int]]
    by_loose: dict[str, list[int]]
    by_accent: dict[str, list[int]]
    by_initials: dict[str, list[int]]

    @classmethod
    def of(cls, terms: Sequence[Term]) -> Vocabulary:
        """Return the look-up tables of `terms`."""
        terms = sorted(terms, key=_offered)
        best = sorted(range(len(terms)), key=lambda n: (terms[n].kind == "词", -terms[n].count, terms[n].text))
        named = [n for n in best if terms[n].name]
        names = [(n, s.split(" ")) for n in named for s in dict.fromkeys((terms[n].pinyin, terms[n].usual))]
        return cls(
            terms=terms,
            by_pinyin=_table((n, "".join(syllables)) for n, syllables in names),
            by_loose=_table((n, loose("".join(syllables))) for n, syllables in names),
            by_accent=_table((n, accent_key(syllables)) for n, syllables in names),
            by_initials=_table(
                (n, "".join(s[:1] for s in syllables))
                for n, syllables in sorted(names, key=lambda name: KIND_ORDER.index(terms[name[0]].kind))
                if len(syllables) > 1
            ),
        )

    def spelt(self, letters: str) -> list[Term]:
        """Return the terms spelt so in pinyin, best first; loosely spelt ones where there are none."""
        letters = letters.replace("ü", "v")
        return self._terms(self.by_pinyin.get(letters) or self.by_loose.get(loose(letters)) or ())

    def sounding(self, syllables: Sequence[str], *, accented: bool) -> list[Term]:
        """Return the terms that sound the same, then, if `accented`, those that sound alike."""
        alike = self.by_accent.get(accent_key(syllables), ()) if accented else ()
        return self._terms([*self.by_pinyin.get("".join(syllables), ()), *alike])

    def abbreviated(self, initials: str) -> list[Term]:
        """Return the terms with these initials, best first."""
        return self._terms(self.by_initials.get(initials, ()))

    def _terms(self, numbers: Sequence[int]) -> list[Term]:
        return [self.terms[number] for number in numbers]


def _offered(term: Term) -> tuple[int, int, int, str]:
    """Return where a term stands among equally good completions: what people look for by name, the most frequent."""
    return KIND_ORDER.index(term.kind) // 3, -term.count, len(term.key), term.text


def _table(pairs: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    table: dict[str, list[int]] = {}
    for number, key in pairs:
        table.setdefault(key, []).append(number)
    return table
