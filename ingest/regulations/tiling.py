"""Lines laid end to end as units: numbering followed, faults flagged, not a character lost."""

from __future__ import annotations

from typing import Literal

from ingest.regulations.lines import CONTENTS, Announced, ends_sentence
from kb.model.clause import FlagKind, NumberingFlag, ParsedText, Unit, UnitKind

_HEADINGS: tuple[UnitKind, ...] = ("part", "chapter", "section")


class Tiling:
    """Collects units; what no label opens is laid onto the unit under way."""

    def __init__(self) -> None:
        self._units: list[Unit] = []
        self._flags: list[NumberingFlag] = []
        self._raw: list[str] = []
        self._head: tuple[UnitKind, str, str, int] = ("front", "", "", 0)
        self._at = 0

    def take(self, line: str, announced: Announced | None) -> None:
        """Lay one line: open a unit for what it announces, or add it to the one under way."""
        raise NotImplementedError

    def finish(self, style: Literal["law", "standard", "plain"]) -> ParsedText:
        """Close the last unit and return all."""
        self._close()
        return ParsedText(style=style, units=tuple(self._units), flags=tuple(self._flags))

    def _close(self) -> None:
        if self._raw:
            kind, number, label, body = self._head
            self._units.append(Unit(kind=kind, raw="".join(self._raw), number=number, label=label, body=body))
            self._raw = []

    def _open(self, kind: UnitKind, number: str, announced: Announced | None, line: str) -> None:
        self._close()
        if announced is None:
            self._head = (kind, number, "", 0)
        else:
            label = line[announced.label_start : announced.label_end].rstrip("* \t\u3000")
            self._head = (kind, number, label, announced.body)
        self._lay(line)

    def _lay(self, line: str) -> None:
        self._raw.append(line)
        self._at += len(line)

    def _flag(self, kind: FlagKind, found: str, expected: str) -> None:
        self._flags.append(NumberingFlag(kind=kind, found=found, expected=expected, start=self._at))


class LawTiling(Tiling):
    """编, 章, 节, 条, 款, 项, 目: an article's first line is its first 款; 项 belong to the 款 before them."""

    def __init__(self) -> None:
        super().__init__()
        self._article = ""
        self._last = (0, 0)
        self._paragraph = self._item = self._subitem = 0
        self._seen: dict[str, int] = {}
        self._headings: dict[UnitKind, int] = {}
        self._contents: set[tuple[UnitKind, int]] | None = None
        self._blank_before = True
        self._appendices = 0

    def with_lines(self, text: str) -> LawTiling:
        """Lay a text without any numbering."""
        for line in text.splitlines(keepends=True):
            self.take(line, None)
        return self

    def take(self, line: str, announced: Announced | None) -> None:
        """Lay one line of a law."""
        blank = not line.strip()
        if blank:
            self._lay(line)
        elif announced is None or not self._opens(line, announced):
            self._words(line)
        self._blank_before = blank

    def _opens(self, line: str, announced: Announced) -> bool:
        kind = announced.kind
        if kind == "article":
            return self._open_article(line, announced)
        if kind in _HEADINGS:
            return self._open_heading(line, announced)
        if kind == "appendix":
            self._open_appendix(line, announced)
            return True
        return bool(self._article) and self._open_item(line, announced)

    def _open_article(self, line: str, announced: Announced) -> bool:
        due = (self._last[0] + 1, 0)
        here = (announced.number, announced.sub)
        follows = here == due or here == (self._last[0], self._last[1] + 1)
        if not announced.sure and not follows:
            return False
        label = line[announced.label_start : announced.label_end].rstrip("* \t\u3000")
        if not follows:
            kind: FlagKind = "gap" if here > due else ("restart" if here[0] <= 1 else "disorder")
            self._flag(kind, label, f"第{due[0]}条")
        self._last, self._contents = here, None
        self._article = self._unique(f"{here[0]}-{here[1]}" if here[1] else f"{here[0]}")
        self._open("article", self._article, announced, line)
        self._item = self._subitem = 0
        self._paragraph = 1 if line[announced.body :].strip() else 0
        return True

    def _unique(self, number: str) -> str:
        number = f"A{self._appendices}-{number}" if self._appendices else number
        times = self._seen[number] = self._seen.get(number, 0) + 1
        return f"{number}#{times}" if times > 1 else number

    def _open_heading(self, line: str, announced: Announced) -> bool:
        key = (announced.kind, announced.number)
        if self._contents is not None:
            if key not in self._contents:
                self._contents.add(key)
                self._lay(line)
                return True
            self._contents = None
        last = self._headings.get(announced.kind, 0)
        if not announced.sure and announced.number != last + 1:
            return False
        if announced.number != last + 1 and announced.number != 1:
            self._flag("gap" if announced.number > last else "disorder", line.strip()[:20], f"{last + 1}")
        elif announced.number == 1 and last and announced.kind == "part":
            self._flag("restart", line.strip()[:20], f"{last + 1}")
        self._headings[announced.kind] = announced.number
        if announced.kind != "section":
            self._headings["section"] = 0
        self._open(announced.kind, str(announced.number), announced, line)
        self._article = ""
        return True

    def _open_appendix(self, line: str, announced: Announced) -> None:
        self._appendices += 1
        self._last, self._article = (0, 0), ""
        self._open("appendix", f"A{self._appendices}", announced, line)

    def _open_item(self, line: str, announced: Announced) -> bool:
        paragraph = f"{self._article}.{self._paragraph}"
        if announced.kind == "item":
            self._follow(self._item, announced, line)
            self._item, self._subitem = announced.number, 0
            self._open("item", f"{paragraph}.{self._item}", announced, line)
            return True
        if not self._item or announced.number != self._subitem + 1:
            return False
        self._subitem = announced.number
        self._open("subitem", f"{paragraph}.{self._item}.{self._subitem}", announced, line)
        return True

    def _follow(self, last: int, announced: Announced, line: str) -> None:
        if announced.number not in {last + 1, 1}:
            label = line[announced.label_start : announced.label_end]
            self._flag("gap" if announced.number > last else "disorder", label, f"（{last + 1}）")

    def _words(self, line: str) -> None:
        """Lay running words: a heading's or item's continuation, or the next 款 of the article."""
        if self._contents is None and not self._article and CONTENTS.match(line):
            self._contents = set()
            self._open("contents", "", None, line)
        elif not self._article:
            self._plain(line)
        elif self._continues():
            self._lay(line)
        else:
            self._paragraph += 1
            self._item = self._subitem = 0
            self._open("paragraph", f"{self._article}.{self._paragraph}", None, line)

    def _plain(self, line: str) -> None:
        kind = self._head[0]
        if kind in {"front", "contents", "text"}:
            self._lay(line)
        else:
            self._open("text", self._head[1], None, line)

    def _continues(self) -> bool:
        """Whether the line goes on with a sentence the line before has not ended."""
        return not self._blank_before and bool(self._raw) and self._paragraph > 0 and not ends_sentence(self._raw[-1])


class StandardTiling(Tiling):
    """Numbered clauses with their text and lettered items; appendices by letter."""

    def __init__(self) -> None:
        super().__init__()
        self._clause = ""
        self._last: tuple[int, ...] = ()
        self._seen: dict[str, int] = {}

    def take(self, line: str, announced: Announced | None) -> None:
        """Lay one line of a standard."""
        if announced is None or not line.strip():
            self._words(line)
        elif announced.kind == "item":
            self._open_item(line, announced)
        elif announced.kind == "appendix":
            self._clause, self._last = self._unique(announced.name or "附录"), ()
            self._open("appendix", self._clause, announced, line)
        elif not self._open_clause(line, announced):
            self._words(line)

    def _open_clause(self, line: str, announced: Announced) -> bool:
        here = tuple(int(p) for p in announced.name.split(".") if p.isdigit())
        lettered = announced.name[0].isalpha()
        if not lettered:
            due = _successors(self._last)
            if not announced.sure and here not in due:
                return False
            if self._last and here not in due:
                kind: FlagKind = "gap" if here > self._last else "disorder"
                self._flag(kind, announced.name, " 或 ".join(".".join(map(str, d)) for d in due))
            self._last = here
        self._clause = self._unique(announced.name)
        self._open("clause", self._clause, announced, line)
        return True

    def _unique(self, number: str) -> str:
        times = self._seen[number] = self._seen.get(number, 0) + 1
        return f"{number}#{times}" if times > 1 else number

    def _open_item(self, line: str, announced: Announced) -> None:
        if self._clause:
            self._open("item", f"{self._clause} {announced.name}", announced, line)
        else:
            self._lay(line)

    def _words(self, line: str) -> None:
        if self._head[0] == "item" and line.strip() and ends_sentence(self._raw[-1] if self._raw else ""):
            self._open("text", self._clause, None, line)
        else:
            self._lay(line)


def _successors(last: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Return the clause numbers that may follow: one deeper, the next at the same level or at any level above."""
    if not last:
        return ((1,), (0, 1))
    deeper = ((*last, 1),)
    return deeper + tuple((*last[:depth], last[depth] + 1) for depth in reversed(range(len(last))))
