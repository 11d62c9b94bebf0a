"""docs/third-party.md from the lock and the installed packages: every library with its version and licence."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
_HEAD = """# Third-party packages

Installed from their own packages, under their own licences; nothing of them is copied here. Written by `make docs`.

| package | licence |
|---|---|
"""


def third_party_page() -> str:
    """Return the Markdown page; packages the lock needs only on other platforms are named as such."""
    names = sorted(set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", LOCK.read_text("utf-8"), re.MULTILINE)))
    return _HEAD + "".join(f"| {name} | {_licence(name)} |\n" for name in names)


def _licence(name: str) -> str:
    try:
        fields = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "on other platforms only"
    classified = [c.split("::")[-1].strip() for c in fields.get_all("Classifier") or [] if c.startswith("License ::")]
    stated = fields.get("License-Expression") or (fields.get("License") or "").split("\n")[0].strip()
    return stated or "; ".join(classified) or "see the package"
