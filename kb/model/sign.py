"""A safety sign (安全标志): kind, name, standard's number and drawing."""

from __future__ import annotations

from typing import Literal

from kb.model.base import Record, Source

SignKind = Literal["warning", "prohibition", "mandatory", "safe_condition"]


class SafetySign(Record, frozen=True, kw_only=True):
    """A sign of GB 2894 / ISO 7010; `drawing` is the SVG file under corpus/signs/."""

    id: str
    kind: SignKind
    name: str
    drawing: str
    reference: str = ""
    source: Source
