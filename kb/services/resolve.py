"""From words to catalogue documents: what a row of the manual cites, with figures on how much was understood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from kb.model.base import Record
from kb.model.citations import Citation, Context, DocumentIndex, Resolution, find, resolve, title_pattern
from kb.model.entry import Basis
from kb.model.regulation import Regulation

_KEYWORD = re.compile(r"事故(?:多发|易发|频发)|正在制定")
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
_LONGEST_REMARK = 15
"""Characters of a remark kept as printed; longer ones are the manual's sentences and only named by keyword."""


class Catalogue:
    """The catalogue's documents by id, and their index for citations; built once, read by any thread."""

    def __init__(self, regulations: Iterable[Regulation]) -> None:
        self.documents: dict[str, Regulation] = {r.id: r for r in regulations}
        self.index = DocumentIndex(self.documents.values())
        self._titles = title_pattern(self.index.titles())

    def find(self, text: str) -> tuple[Citation, ...]:
        """Return the citations of `text`, also of catalogued titles that stand without 《》."""
        return find(text, self._titles)

    def cite(self, text: str, context: Context | None = None) -> tuple[Resolution, ...]:
        """Return what the citations of `text` name; `context` says where it stands, for 本法 and 前款."""
        return resolve(self.find(text), self.index, context)


def basis_of(printed: str, catalogue: Catalogue) -> tuple[Basis, ...]:
    """Return the bases a row's 依据 column names, in order and each once; () when the column is empty.

    A basis without a document is a remark (事故多发) or a citation the catalogue cannot settle, with its words kept.
    """
    bases: dict[Basis, None] = {}
    for resolution in catalogue.cite(printed):
        bases[_basis(resolution)] = None
    return tuple(bases)


def _basis(resolution: Resolution) -> Basis:
    words = re.sub(r"\s*\n\s*", "", resolution.citation.as_printed)
    if resolution.outcome == "not_a_citation" and len(words) > _LONGEST_REMARK:
        keyword = _KEYWORD.search(words)
        words = keyword.group() if keyword else "无"
    return Basis(document=resolution.document, clause="、".join(resolution.clauses), as_printed=words)


class Coverage(Record, frozen=True, kw_only=True):
    """How much of many 依据 columns was understood; `unparsed` and `unresolved` list the rest with their counts.

    `forms` counts the different ways documents are printed (title and number together), clauses left aside.
    """

    rows: int = 0
    empty: int = 0
    remarks: int = 0
    citations: int = 0
    resolved: int = 0
    misprints: int = 0
    documents: tuple[str, ...] = ()
    forms: int = 0
    forms_resolved: int = 0
    unparsed: tuple[tuple[str, int], ...] = ()
    unresolved: tuple[tuple[str, int], ...] = ()

    @property
    def parsed_share(self) -> float:
        """Citations found, of those and the pieces of text nobody claimed."""
        return self.citations / max(1, self.citations + sum(n for _, n in self.unparsed))

    @property
    def resolved_share(self) -> float:
        """Citations that name exactly one catalogue document, of all found."""
        return self.resolved / max(1, self.citations)


def coverage(columns: Iterable[str], catalogue: Catalogue) -> Coverage:
    """Return the figures for the 依据 columns of many rows."""
    count: Counter[str] = Counter()
    documents: dict[str, None] = {}
    forms: dict[tuple[str, str, str], bool] = {}
    unparsed: Counter[str] = Counter()
    unresolved: Counter[str] = Counter()
    for printed in columns:
        resolutions = catalogue.cite(printed)
        count.update(rows=1, empty=not printed.strip())
        unparsed.update(_left_over(printed, resolutions))
        for resolution in resolutions:
            remark, certain = resolution.outcome == "not_a_citation", bool(resolution.document)
            count.update(remarks=remark, citations=not remark, resolved=certain, misprints=resolution.misprint)
            if not remark:
                forms[_form(resolution.citation)] = certain
            if certain:
                documents[resolution.document] = None
            elif not remark:
                unresolved[resolution.citation.as_printed] += 1
    return Coverage(
        **{name: count[name] for name in ("rows", "empty", "remarks", "citations", "resolved", "misprints")},
        documents=tuple(sorted(documents)),
        forms=len(forms),
        forms_resolved=sum(forms.values()),
        unparsed=tuple(unparsed.most_common()),
        unresolved=tuple(unresolved.most_common()),
    )


def _form(citation: Citation) -> tuple[str, str, str]:
    """Return what tells one way of printing a document from another: title, qualifier and number."""
    return (citation.title, citation.qualifier, str(citation.number))


def _left_over(printed: str, resolutions: tuple[Resolution, ...]) -> list[str]:
    """Return the words of `printed` that no citation covers."""
    pieces, at = [], 0
    for resolution in resolutions:
        pieces.append(printed[at : resolution.citation.start])
        at = resolution.citation.end
    return _WORD.findall("\n".join([*pieces, printed[at:]]))
