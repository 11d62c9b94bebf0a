"""HTML to text: block elements end lines, scripts and styles are left out, nothing else is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|br|center|d[dlt]|div|fieldset|fig.*|footer|form|h[1-6r]|header|html|li|main|"
    r"nav|[ou]l|p|pre|section|t(?:able|body|d|foot|h|head|itle|r)"
)
_SILENT = frozenset({"script", "style", "template"})


class _Text(HTMLParser):
    """Gathers the words of a page; runs of blanks inside a line become one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._words: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the base class's signature
        """Begin a line at a block, fall silent in a script."""
        if tag in _SILENT:
            self._silent = self._silent or tag
        elif _BLOCKS.fullmatch(tag):
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        """End the line of a block, speak again after a script."""
        if tag == self._silent:
            self._silent = ""
        elif _BLOCKS.fullmatch(tag):
            self._end_line()

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._silent:
            self._words.append(data)

    def _end_line(self) -> None:
        # U+3000 separates 第一条 from its text and indents paragraphs: it is kept, other blanks are folded.
        line = " ".join("".join(self._words).replace("\u3000", "\ue000").split()).replace("\ue000", "\u3000")
        if line.strip():
            self._lines.append(line)
        self._words = []

    def text(self) -> str:
        """Return the lines gathered."""
        self._end_line()
        return "".join(f"{line}\n" for line in self._lines)


def html_text(source: str) -> str:
    """Return the words of an HTML page, one block a line; broken markup loses no words."""
    reader = _Text()
    reader.feed(source)
    reader.close()
    return reader.text()
