"""Changes to extraction show themselves row by row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.compare import differences, main

BEFORE = {"a": {"id": "a", "hazard": "积水"}, "b": {"id": "b", "hazard": "漏气"}, "c": {"id": "c", "hazard": "高温"}}
AFTER = {"a": {"id": "a", "hazard": "积水"}, "b": {"id": "b", "hazard": "漏油"}, "d": {"id": "d", "hazard": "噪声"}}


def test_gains_losses_and_changes_are_told_apart() -> None:
    assert list(differences(BEFORE, AFTER)) == [
        "+ d",
        "- c",
        "~ b hazard: '漏气' → '漏油'",
        "增加 1 行，减少 1 行，改变 1 行，不变 1 行",
    ]


def test_the_command_tells_by_its_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, rows in (("old", BEFORE), ("new", AFTER)):
        body = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows.values())
        (tmp_path / f"{name}.jsonl").write_text(body, encoding="utf-8")
    old, new = str(tmp_path / "old.jsonl"), str(tmp_path / "new.jsonl")
    assert main([old, old]) == 0
    assert main([old, new]) == 1
    assert "改变 1 行" in capsys.readouterr().out
    assert main([]) == 2
