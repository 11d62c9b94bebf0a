"""Find citations in a text: tokens by the pattern table, joined into citations with spans into the original."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kb.model.citations_clauses import article_clauses, clause_list
from kb.model.citations_numbers import NUMBER_TOKENS, read_number
from kb.model.citations_patterns import PATTERNS, UNQUOTED_TITLE
from kb.model.citations_types import Citation, CitationKind, Number, level
from kb.model.numerals import NUMERAL

_JOIN_NUMBER = re.compile(r"[\s(,_:-]*")
_JOIN_CLAUSE = re.compile(r"[\s,、;/和及与或至到~的中之-]*")
_CLOSE = re.compile(r"[ -]?\)+")
_QUALIFIER = re.compile(
    r" ?\((?P<a>(?!以下|简称|下称)[\u4e00-\u9fff]{2,8}|(?:19|20)\d{2} ?年?(?:版|修[正订]本?)?)\)"
    r"|第\d部分[::]?(?P<b>[\u4e00-\u9fff]{0,20})"
)
_RANGE = re.compile(r"(?:至|到|~)\s*$")
_ARTICLE_NEXT = re.compile(rf" ?第? ?[\d{NUMERAL}]+ ?条")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
_GOES_ON = "律规制治定院人"
_LONG_TITLE = 5
_CLAUSE_TOKENS = {"article", "clause", "sub", "bare_article"}
_TITLE_TOKENS = {"quoted_title", "known_title"}


class Token(NamedTuple):
    """A match of one pattern in the levelled text."""

    name: str
    match: re.Match[str]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.match.start()

    @property
    def end(self) -> int:
        """Where it ends (half-open)."""
        return self.match.end()


def title_pattern(titles: Iterable[str]) -> re.Pattern[str] | None:
    """Return an expression for titles cited without 《》 (安全生产法28条), longest first; None when there are none."""
    wanted = sorted({level(t) for t in titles if _CHINESE.search(t)}, key=lambda t: (-len(t), t))
    return re.compile("(?P<title>" + "|".join(map(re.escape, wanted)) + ")") if wanted else None


def find(text: str, titles: re.Pattern[str] | None = None) -> tuple[Citation, ...]:
    """Return the citations of `text` in order; `titles` (see `title_pattern`) also finds titles without marks.

    Relative ones (本法, 前款, 同条) are left open for `resolve`. Never raises, whatever the text.
    """
    plain = level(text)
    assembly = _Assembly(text, plain)
    for token in _tokens(plain, titles):
        assembly.take(token)
    return assembly.finish()


def _tokens(plain: str, titles: re.Pattern[str] | None) -> list[Token]:
    tokens: list[Token] = []
    rest = plain
    for name, regex in _scanners(titles):
        found = [Token(name, m) for m in regex.finditer(rest) if name != "known_title" or _is_own_word(rest, m)]
        tokens += found
        rest = _without(rest, found)
    return sorted(tokens, key=lambda t: t.start)


def _scanners(titles: re.Pattern[str] | None) -> list[tuple[str, re.Pattern[str]]]:
    """Return the patterns in the order they are tried: titles in 《》 first, then catalogued ones without."""
    table = [(p.name, p.regex) for p in PATTERNS]
    return [table[0], ("known_title", titles), *table[1:]] if titles else table


def _is_own_word(text: str, match: re.Match[str]) -> bool:
    """Whether a title without marks is one: not the head of 安全生产法律; a short one (安法) only before an article."""
    after = text[match.end() :]
    if after[:1] and after[0] in _GOES_ON:
        return False
    return len(match.group()) >= _LONG_TITLE or bool(_ARTICLE_NEXT.match(after))


def _without(text: str, tokens: list[Token]) -> str:
    """Blank what the tokens cover, with a character no pattern matches."""
    pieces, at = [], 0
    for token in tokens:
        pieces += [text[at : token.start], "\x00" * (token.end - token.start)]
        at = token.end
    return "".join([*pieces, text[at:]])


class _Assembly:
    """Joins tokens that stand next to each other into citations."""

    def __init__(self, text: str, plain: str) -> None:
        self._text, self._plain = text, plain
        self._done: list[Citation] = []
        self._kind: CitationKind | None = None
        self._start = self._end = 0
        self._title = self._qualifier = self._back = ""
        self._number: Number | None = None
        self._clauses: list[str] = []

    def take(self, token: Token) -> None:
        """Let `token` extend the citation under way or begin the next one."""
        if self._kind is not None and token.start < self._end:
            return
        if token.name in _TITLE_TOKENS:
            self._begin("document", token)
            self._title = token.match["title"].replace("\n", "")
            self._read_qualifier()
        elif token.name in NUMBER_TOKENS:
            self._take_number(token)
        elif token.name in _CLAUSE_TOKENS:
            self._take_clause(token)
        elif token.name == "relative":
            self._begin(
                "self" if token.match["back"].startswith("本") and token.match["back"] not in _NEAR else "back", token
            )
            self._back = token.match["back"]
        else:
            self._begin("none", token)

    def finish(self) -> tuple[Citation, ...]:
        """Close the citation under way and return all."""
        self._close()
        return tuple(self._done)

    def _begin(self, kind: CitationKind, token: Token, start: int | None = None) -> None:
        self._close()
        self._kind, self._start, self._end = kind, token.start if start is None else start, token.end
        self._title = self._qualifier = self._back = ""
        self._number, self._clauses = None, []

    def _close(self) -> None:
        if self._kind is None:
            return
        self._done.append(
            Citation(
                kind=self._kind,
                start=self._start,
                end=self._end,
                as_printed=self._text[self._start : self._end],
                title=self._title,
                qualifier=self._qualifier,
                number=self._number,
                clauses=tuple(self._clauses),
                back=self._back,
            )
        )
        self._kind = None

    def _read_qualifier(self) -> None:
        after = _QUALIFIER.match(self._plain, self._end)
        if after:
            self._qualifier = after.group().strip(" ()")
            self._end = after.end()

    def _gap(self, token: Token) -> str:
        return self._plain[self._end : token.start]

    def _take_number(self, token: Token) -> None:
        joins = self._kind == "document" and not self._number and not self._clauses
        if not (joins and _JOIN_NUMBER.fullmatch(self._gap(token))):
            self._begin_numbered(token)
        self._number = read_number(token.name, token.match)
        self._end = token.end
        opened = self._plain.count("(", self._start, self._end) > self._plain.count(")", self._start, self._end)
        closing = _CLOSE.match(self._plain, self._end) if opened else None
        self._end = closing.end() if closing else self._end

    def _begin_numbered(self, token: Token) -> None:
        """Start a citation at a number, taking in a title without marks when a bracket ties them."""
        floor = self._end if self._kind is not None else (self._done[-1].end if self._done else 0)
        before = self._plain[max(floor, token.start - 45) : token.start].rstrip()
        title = UNQUOTED_TITLE.search(before[:-1].rstrip()) if before.endswith("(") else None
        start = (
            token.start - (len(self._plain[max(floor, token.start - 45) : token.start]) - title.start())
            if title
            else None
        )
        self._begin("document", token, start)
        self._title = title.group() if title else ""

    def _take_clause(self, token: Token) -> None:
        gap = self._gap(token)
        joins = self._kind in {"document", "self", "back", "clause"} and bool(_JOIN_CLAUSE.fullmatch(gap))
        if token.name == "bare_article" and not (joins and self._kind == "document"):
            return
        if not joins:
            self._begin("clause", token)
        new = (
            clause_list(token.match.group()) if token.name == "clause" else article_clauses(token.match, self._clauses)
        )
        if self._clauses and new and _RANGE.search(gap):
            new = [f"{self._clauses.pop()}~{new[0]}", *new[1:]]
        self._clauses += [c for c in new if c not in self._clauses]
        self._end = token.end


_NEAR = {"本条", "本款"}
