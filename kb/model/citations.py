"""Citations of laws, rules and standards: `find` them in a text, `resolve` them, `annotate` the text.

Each verb has its module; finding knows no catalogue, resolving reads no text, annotating decides nothing.
"""

from kb.model.citations_annotate import Piece, annotate
from kb.model.citations_find import find, title_pattern
from kb.model.citations_resolve import Context, DocumentIndex, Resolution, resolve
from kb.model.citations_types import Citation, Number

__all__ = [
    "Citation", "Context", "DocumentIndex", "Number", "Piece", "Resolution", "annotate", "find", "resolve",
    "title_pattern",
]  # fmt: skip
