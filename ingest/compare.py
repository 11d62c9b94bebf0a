"""Two readings of the same documents side by side: what a change to extraction gained, lost and changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

Record = dict[str, Any]


def load(path: Path) -> dict[str, Record]:
    """The records of a file as `hazardkb extract` prints it, by id."""
    lines = path.read_text(encoding="utf-8").splitlines()
    records = (msgspec.json.decode(line, type=Record) for line in lines if line.strip())
    return {record["id"]: record for record in records}


def differences(before: Mapping[str, Record], after: Mapping[str, Record]) -> Iterator[str]:
    """One line a row: `+ id` gained, `- id` lost, `~ id field: before → after` changed; then the totals."""
    gained, lost = [i for i in after if i not in before], [i for i in before if i not in after]
    yield from (f"+ {found}" for found in gained)
    yield from (f"- {found}" for found in lost)
    changed = 0
    for found in before:
        fields = _changed(before[found], after[found]) if found in after else []
        changed += bool(fields)
        yield from (f"~ {found} {name}: {old!r} → {new!r}" for name, old, new in fields)
    same = len(before) - len(lost) - changed
    yield f"增加 {len(gained)} 行，减少 {len(lost)} 行，改变 {changed} 行，不变 {same} 行"


def _changed(before: Record, after: Record) -> list[tuple[str, object, object]]:
    names = dict.fromkeys([*before, *after])
    return [(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]


def main(arguments: Sequence[str]) -> int:
    """`python -m ingest.compare BEFORE.jsonl AFTER.jsonl`; 1 when anything differs."""
    if len(arguments) != 2:
        sys.stderr.write("用法：python -m ingest.compare 旧.jsonl 新.jsonl\n")
        return 2
    before, after = (load(Path(argument)) for argument in arguments)
    lines = list(differences(before, after))
    sys.stdout.write("\n".join(lines) + "\n")
    return int(len(lines) > 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
