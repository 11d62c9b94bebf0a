"""An index folder is never written after its build: any number of processes may answer from it at once."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index.backend import WhooshBackend
from kb.model.search import SearchQuery

QUERIES = ("煤气柜", "有限空间", "换除尘滤袋前先关什么", "meiqigui", "煤汽柜", "天车", "")
_CODE = """
import json, sys
from pathlib import Path
from index.backend import WhooshBackend
from kb.model.search import SearchQuery
backend = WhooshBackend.open(Path(sys.argv[1]))
pages = [backend.search(SearchQuery(text=text, per_page=100)) for text in json.loads(sys.argv[2]) * 20]
print(json.dumps([[(hit.id, hit.score) for hit in page.hits] for page in pages[-7:]]))
"""


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def test_two_processes_answer_alike_from_one_folder_and_change_nothing(folder: Path, backend: WhooshBackend) -> None:
    before = _digest(folder)
    command = [sys.executable, "-c", _CODE, str(folder), json.dumps(QUERIES)]
    servers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [json.loads(server.communicate()[0]) for server in servers]
    pages = [backend.search(SearchQuery(text=text, per_page=100)) for text in QUERIES]
    expected = [[[hit.id, hit.score] for hit in page.hits] for page in pages]
    assert answers == [expected, expected]
    assert _digest(folder) == before


def test_threads_share_one_backend(backend: WhooshBackend) -> None:
    expected = [backend.search(SearchQuery(text=text)).hits for text in QUERIES]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: backend.search(SearchQuery(text=text)).hits, QUERIES * 30))
    assert found == expected * 30
