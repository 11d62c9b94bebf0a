"""Reviewing rows: doubtful ones come up, what is said is kept beside the reading, the edition follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from kb.edition import EditionInputs, build_edition, library_rows
from kb.model.claim import fingerprint
from kb.model.digest import official_digest
from kb.model.document_entry import document_id
from kb.model.official import OfficialRow
from kb.store.corpus import load_corpus
from tests.own.small import copied
from tests.waiting import wait_until
from tests.web.client import Client, client_of
from tests.web.conftest import make_app
from web.background import BackgroundBuild
from web.contexts_intake import ReviewDocumentPage, ReviewPage, ReviewRowPage

SHA = "5e" * 32
DOC = document_id(SHA)


def row(number: int, **fields: Any) -> OfficialRow:
    said = {
        "location": f"样例间{number}",
        "hazard": f"第{number}处护栏松动。",
        "control_measures": (f"（1）紧固第{number}处护栏。", "（2）松动时严禁倚靠。"),
        "flags": ("legal_basis_missing",),
    } | fields
    digest = official_digest(said["hazard"], said["control_measures"])
    return OfficialRow(id=f"{DOC}-{number}", industry="", chapter="", digest=digest, source=SHA, pages=(1,), **said)


ROWS = (row(1), row(2, flags=()), row(3, flags=("scan_unverified",)), row(4))


class Desk:
    """A client over a data folder of its own, with builds that run when asked and not in another process."""

    def __init__(self, inputs: EditionInputs, client: Client) -> None:
        self.inputs = inputs
        self.client = client

    def send(self, number: int, action: str, **changes: str) -> Any:
        """Post the form of a row as the page gives it, with changes."""
        page = self.client.page(f"/review/{DOC}/{DOC}-{number}")
        typed = {field.name: field.text for field in page["fields"]}
        typed |= {"seen": page["seen"], "last": page["last"], "who": "王工", "action": action}
        return self.client.request("POST", f"/review/{DOC}/{DOC}-{number}", data=typed | changes)

    def built(self) -> Client:
        """The pages over an edition that holds what was said."""
        folder = build_edition(self.inputs)
        holder = self.client.capture.app.state.services.holder
        wait_until(lambda: holder.current().folder == folder)
        return self.client

    def own(self) -> list[str]:
        """The entries of their own an edition would have now."""
        return [own.id for own in library_rows(self.inputs, load_corpus(self.inputs.corpus)).own]


@pytest.fixture(scope="module")
def inputs(small: EditionInputs, tmp_path_factory: pytest.TempPathFactory) -> EditionInputs:
    """A small corpus and one document in the library."""
    made = copied(small, tmp_path_factory.mktemp("review"))
    made.library.put(SHA, ROWS)
    build_edition(made)
    return made


@pytest.fixture
def desk(inputs: EditionInputs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk where nothing has been said yet."""
    monkeypatch.setattr(BackgroundBuild, "request", lambda self: None)
    for book in inputs.claims.folder.glob("*"):
        book.unlink()
    with client_of(make_app(inputs)) as client:
        client.asker.base_url = "http://127.0.0.1"
        yield Desk(inputs, client)


@pytest.mark.parametrize(
    ("url", "context"),
    [("/review", ReviewPage), (f"/review/{DOC}", ReviewDocumentPage), (f"/review/{DOC}/{DOC}-1", ReviewRowPage)],
)
def test_contexts_are_their_dataclasses(desk: Desk, url: str, context: type) -> None:
    assert set(desk.client.page(url)) == {field.name for field in dataclasses.fields(context)}


def test_doubtful_rows_come_up_with_reasons_those_read_from_pictures_first(desk: Desk) -> None:
    (listed,) = desk.client.page("/review")["documents"]
    assert (listed.rows, listed.waiting) == (4, 3)
    waiting = desk.client.page(f"/review/{DOC}")["rows"]
    assert [link.id for link in waiting] == [f"{DOC}-3", f"{DOC}-1", f"{DOC}-4"]
    assert waiting[1].doubts == ("依据为空",)


def test_accepting_leads_to_the_next_row_and_counts_down(desk: Desk) -> None:
    answer = desk.send(3, "accept")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/review/{DOC}/{DOC}-1?done=accept")
    page = desk.client.page(answer.headers["location"])
    assert (page["document"].waiting, page["done"], page["who"]) == (2, "已认可", "王工")
    assert desk.send(1, "reject").headers["location"].startswith(f"/review/{DOC}/{DOC}-4")
    assert desk.send(4, "accept").headers["location"] == f"/review/{DOC}?done=accept"


def test_what_was_said_is_kept_beside_the_reading_and_reaches_the_edition(desk: Desk) -> None:
    desk.send(1, "correct", location="料场护栏", control_measures="（1）紧固。\r\n\r\n（2）松动时严禁倚靠。 ")
    desk.send(2, "reject")
    assert tuple(desk.inputs.library.rows()) == ROWS
    page = desk.client.page(f"/review/{DOC}/{DOC}-1")
    assert page["updating"]
    assert {f.name: f.read for f in page["fields"] if f.read}["location"] == "样例间1"
    answer = desk.built().get(f"/api/v1/entries/{DOC}-1").json()
    assert answer["location"] == "料场护栏"
    assert answer["control_measures"] == ["（1）紧固。", "（2）松动时严禁倚靠。"]
    assert "王工（本机）" in answer["document"]["checked"]
    assert "更正" in answer["document"]["checked"]
    assert desk.client.get(f"/entries/{DOC}-2").status_code == 404
    assert not desk.client.page(f"/review/{DOC}")["updating"]


def test_undoing_brings_a_row_back_and_both_are_remembered(desk: Desk) -> None:
    desk.send(2, "reject")
    assert f"{DOC}-2" not in desk.own()
    answer = desk.send(2, "undo")
    assert answer.headers["location"] == f"/review/{DOC}/{DOC}-2?done=undo"
    assert f"{DOC}-2" in desk.own()
    assert tuple(desk.inputs.library.rows()) == ROWS
    history = desk.client.page(f"/review/{DOC}/{DOC}-2")["history"]
    assert [said.did for said in history] == ["剔除", "撤销"]
    assert desk.send(2, "undo").status_code == 404


def test_the_button_never_throws_away_what_was_typed(desk: Desk) -> None:
    desk.send(1, "accept", location="料场护栏")
    assert desk.client.page(f"/review/{DOC}/{DOC}-1")["standing"].did == "更正"
    desk.send(4, "correct")
    assert desk.client.page(f"/review/{DOC}/{DOC}-4")["standing"].did == "认可"


def test_two_people_do_not_overwrite_each_other_and_keep_their_words(desk: Desk) -> None:
    stale = desk.client.page(f"/review/{DOC}/{DOC}-1")
    desk.send(1, "correct", location="先到的")
    answer = desk.send(1, "correct", location="后到的", last=stale["last"])
    assert answer.status_code == 409
    assert 'value="后到的"' in answer.text
    assert desk.client.page(f"/review/{DOC}/{DOC}-1")["fields"][1].text == "先到的"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hazard": "", "control_measures": " \r\n"}, "都空着"),
        ({"hazard": "长" * 8001}, "超过 8000 个字"),
        ({"action": "burn"}, "再按一次"),
    ],
)
def test_what_cannot_be_kept_comes_back_as_typed(desk: Desk, changes: dict[str, str], said: str) -> None:
    answer = desk.send(1, changes.pop("action", "correct"), location="打好的字", **changes)
    assert answer.status_code == 400
    assert said in answer.text
    assert 'value="打好的字"' in answer.text
    assert desk.inputs.claims.claims(SHA) == ()


def test_only_writers_write(desk: Desk) -> None:
    page = desk.client.page(f"/review/{DOC}/{DOC}-1")
    data = {"action": "reject", "seen": page["seen"]}
    foreign = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    assert desk.client.request("POST", f"/review/{DOC}/{DOC}-1", data=data, headers=foreign).status_code == 403
    desk.client.asker.base_url = "http://plant.example"
    assert desk.client.request("POST", f"/review/{DOC}/{DOC}-1", data=data).status_code in {401, 403}
    text = desk.client.get(f"/review/{DOC}/{DOC}-1").text
    assert "<textarea" not in text
    assert "登录" in text
    assert desk.inputs.claims.claims(SHA) == ()


def test_a_changed_reading_shows_the_old_correction_and_does_not_apply_it(desk: Desk) -> None:
    desk.send(1, "correct", location="料场护栏")
    desk.inputs.library.put(SHA, (row(1, hazard="重新读出的危险。"), *ROWS[1:]))
    try:
        page = desk.client.page(f"/review/{DOC}/{DOC}-1")
        assert page["fields"][1].text == "样例间1"
        assert page["doubts"][0].startswith("这一行重新读过")
        (old,) = page["stale"]
        filled = desk.client.page(f"/review/{DOC}/{DOC}-1?use={old.id}")
        assert filled["fields"][1].text == "料场护栏"
    finally:
        desk.inputs.library.put(SHA, ROWS)
    assert desk.client.page(f"/review/{DOC}/{DOC}-1")["fields"][1].text == "料场护栏"


def test_a_row_of_the_manual_keeps_its_entry_when_corrected(desk: Desk) -> None:
    entry = load_corpus(desk.inputs.corpus).entries[0]
    sha, said = "6f" * 32, {"location": entry.location, "control_measures": ("（1）原文一。",), "hazard": "（1）原文。"}
    read = msgspec.structs.replace(row(1, **said), id=entry.id, source=sha, digest=entry.official_digest)
    desk.inputs.library.put(sha, [read])
    page = desk.client.page(f"/review/{document_id(sha)}/{entry.id}")
    typed = {field.name: field.text for field in page["fields"]} | {"hazard": "（1）原文，改过。", "seen": page["seen"]}
    assert page["seen"] == fingerprint(read)
    url = f"/review/{document_id(sha)}/{entry.id}"
    assert desk.client.request("POST", url, data=typed | {"action": "correct"}).status_code == 303
    found = library_rows(desk.inputs, load_corpus(desk.inputs.corpus))
    assert found.official[entry.id].hazard == "（1）原文，改过。"
    assert not any(own.row.source == sha for own in found.own)
