"""One made-up booklet printed by four toolchains, each a function (booklet, target, font) with a name to skip by."""

from __future__ import annotations


class ToolMissingError(Exception):
    """The toolchain is not on this machine; the message says which."""
