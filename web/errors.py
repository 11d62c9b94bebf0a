"""Errors that only a web request can cause."""

from __future__ import annotations

from kb.errors import HazardKbError


class BadRequestError(HazardKbError):
    """A parameter of the address cannot be used; the message names it and says what would do."""


class TooLargeError(HazardKbError):
    """What was sent is larger than the page takes; the message says how much that is."""
