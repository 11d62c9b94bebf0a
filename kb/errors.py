"""One family of errors, each a Chinese sentence that names the thing and the remedy."""

from __future__ import annotations


class HazardKbError(Exception):
    """Base of every error a user may see; `str(error)` is the sentence shown.

    Entry points (command line, web) turn it into a message; nothing else in the project catches it broadly.
    """


class CorpusError(HazardKbError):
    """A corpus file cannot be used: the message names file, record and rule."""


class NotFoundError(HazardKbError):
    """No record has this id or name; `key` is what was asked for."""

    def __init__(self, message: str, key: str) -> None:
        super().__init__(message)
        self.key = key


class AmbiguousError(HazardKbError):
    """Several records answer to one name; `candidates` are their ids, and the message lists them."""

    def __init__(self, message: str, candidates: tuple[str, ...]) -> None:
        super().__init__(message)
        self.candidates = candidates


class EditionError(HazardKbError):
    """The compiled edition is missing, damaged or could not be built."""


class RecordsError(HazardKbError):
    """The enterprise's own records cannot be read or written."""


class ConflictError(HazardKbError):
    """Someone else has changed the record meanwhile; what was sent is not kept, and the message says how to go on."""
