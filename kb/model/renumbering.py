"""Article numbers of one edition and of the next: an old number leads to today's article, with its certainty."""

from __future__ import annotations

from kb.model.base import HowKnown, Record


class Moved(Record, frozen=True, kw_only=True):
    """Where an article went: `new` holds several numbers when it was split, none when it was dropped."""

    old: str
    new: tuple[str, ...]
    how: HowKnown
    note: str = ""


class Renumbering(Record, frozen=True, kw_only=True):
    """The articles of edition `old` of a document and their numbers in edition `new`; `added` have no forerunner.

    `alike` are editions that number their articles as `old` does.
    """

    document: str
    old: str
    new: str
    source: str
    rows: tuple[Moved, ...]
    added: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()

    def successor(self, clause: str) -> Moved | None:
        """Return where the article of `clause` went; 款 and 项 are left to a person, who reads both."""
        article = clause.split(".", maxsplit=1)[0]
        return next((row for row in self.rows if row.old == article), None)

    def forerunners(self, clause: str) -> tuple[Moved, ...]:
        """Return the old articles that today's article comes from."""
        article = clause.split(".", maxsplit=1)[0]
        return tuple(row for row in self.rows if article in row.new)
