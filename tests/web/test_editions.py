"""A server moves to a new edition by itself, and a page and its tag are always of one edition."""

from __future__ import annotations

from pathlib import Path

from kb.edition import EditionInputs, build_edition
from kb.model.official import OfficialRow
from kb.store.corpus import load_corpus
from tests.own.small import copied
from tests.waiting import wait_until
from tests.web.client import client_of
from tests.web.conftest import make_app


def test_a_new_edition_is_served_without_a_restart(small: EditionInputs, tmp_path: Path) -> None:
    own = copied(small, tmp_path)
    entry = load_corpus(own.corpus).entries[0]
    with client_of(make_app(own)) as client:
        before, first = client.get("/healthz").json()["edition"], client.get(f"/entries/{entry.id}")
        row = OfficialRow(
            id=entry.id, industry="x", chapter="x", location="x", hazard="新导入", digest=entry.official_digest
        )
        own.library.put("cd" * 32, [row])
        build_edition(own)
        wait_until(lambda: client.get("/healthz").json()["edition"] != before)
        again = client.get(f"/entries/{entry.id}", headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 200
        assert "新导入" in again.text
