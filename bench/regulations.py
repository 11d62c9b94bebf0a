"""How fast legal texts are parsed: characters a second over $HAZARDKB_LAWS, each text many times, best of five."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from ingest.regulations.clauses import clauses
from ingest.regulations.parse import parse

ROUNDS = 5
COPIES = 20


def main() -> int:
    """Print characters a second for parsing alone and for parsing into clauses."""
    folder = os.environ.get("HAZARDKB_LAWS", "")
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).rglob("*.md"))] if folder else []
    if not texts:
        print("HAZARDKB_LAWS 未设置或没有 .md 文件。", file=sys.stderr)
        return 1
    characters = sum(map(len, texts)) * COPIES
    parsing, whole = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(COPIES):
            parsed = [parse(text) for text in texts]
        parsing.append(time.perf_counter() - start)
        found = [clauses(p, "bench", "x") for _ in range(COPIES) for p in parsed]
        whole.append(time.perf_counter() - start)
    print(f"texts {len(texts)}, characters {characters:,}, clauses {sum(map(len, found)):,}")
    print(f"parse {characters / min(parsing) / 1e6:.1f} M characters/s")
    print(f"parse + clauses {characters / min(whole) / 1e6:.1f} M characters/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
