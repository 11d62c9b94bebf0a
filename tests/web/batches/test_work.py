"""Making a batch: parts, resuming after a stop, one PDF or a ZIP, names from ids only, errors kept for the page."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pytest

from kb.errors import HazardKbError, NotFoundError
from kb.model.card import OwnLine
from kb.model.saved_card import NewVersion
from kb.records import cards
from kb.records.database import Records, default_address
from kb.services.cards import build_card
from kb.store.knowledge import Knowledge
from kb.store.locking import held, is_held
from tests.card_samples import filled
from tests.web.documents.reading import pdf_pages, pdf_tags
from web.batches import folder, work
from web.batches.folder import Batches, BatchFolder
from web.batches.job import Job, checked
from web.batches.planning import Rows
from web.batches.work import Means
from web.errors import BadRequestError

ROWS: Rows = [("岗位", "企业"), ("行车工", "甲厂"), ("没有的", ""), ("高炉炉前工", "../../乙厂=1+1")]


def job(**fields: object) -> Job:
    known = {"document": "signoff", "form": "pdf", "as_of": "2026-11-27", "created": "2026-11-27T00:00:00"}
    return checked(Job(**known | fields))


def records_of(batches: Batches) -> Records:
    """Where the saved cards of a data folder are."""
    return Records(default_address(batches.root.parent))


def made(batches: Batches, asked: Job, knowledge: Knowledge, rows: Rows = ROWS) -> BatchFolder:
    batch = batches.add(asked, b"list")
    work.make(batch, Means(knowledge, lambda path: rows, records_of(batches)))
    return batch


@dataclass
class Interrupting:
    """A renderer that counts, and is stopped before its second file the first time."""

    calls: list[str] = field(default_factory=list)

    def __call__(self, card, document, form):
        self.calls.append(card.post.code)
        if len(self.calls) == 2:
            raise KeyboardInterrupt
        return b"%PDF " + card.post.code.encode()


@pytest.fixture
def batches(tmp_path: Path) -> Batches:
    return Batches(tmp_path / "batches")


def test_a_joined_batch_is_one_tagged_pdf(batches, knowledge):
    batch = made(batches, job(joined=True), knowledge)
    content = batch.result().read_bytes()
    text = "".join(pdf_pages(content))
    assert batch.result().name == "signoff-batch.pdf"
    assert "行车工" in text
    assert "乙厂=1+1" in text
    assert pdf_tags(content)[:2] == ["Document", "Part"]
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.docinfo["/Title"] == "岗位告知签收和培训登记表（2 个岗位）"
    progress = batch.progress()
    assert (progress.state, progress.done, progress.total) == ("done", 2, 2)
    assert progress.problems == ("第 3 行：没有“没有的”这个岗位，请查岗位页上的名称。",)


def test_notices_are_compiled_together_and_each_says_whose_it_is(batches, knowledge, monkeypatch):
    monkeypatch.setattr(work, "TOGETHER", 2)
    rows = [*ROWS, ("行车工", "丙厂")]
    batch = made(batches, job(document="notice", joined=True), knowledge, rows)
    pages = pdf_pages(batch.result().read_bytes())
    assert sum("第1页/共" in page for page in pages) == 3
    assert [name for name in ("甲厂", "丙厂") if any(name in page for page in pages)] == ["甲厂", "丙厂"]


def test_a_zip_holds_a_file_a_post_named_by_ids(batches, knowledge):
    batch = made(batches, job(document="register", form="xlsx"), knowledge)
    with zipfile.ZipFile(batch.result()) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["001-crane-operator-register.xlsx", "002-blast-furnace-tapper-register.xlsx"]
    assert not list((batch.path / "parts").iterdir())


def save(records: Records, knowledge: Knowledge, key: str, base: int, **fields: object) -> None:
    """Save a complete card of the crane operator."""
    post = knowledge.post("crane-operator")
    own = OwnLine(entry=knowledge.post_entries(post.id)[0].id, text=f"本厂第{base + 1}版的要求。")
    card = build_card(post, knowledge, filled(own_lines=(own,), saved=key, **fields))
    cards.save(records, "本机", NewVersion(id=key, base=base, card=card))


def test_a_saved_card_is_used_in_its_newest_version_and_the_rest_is_a_draft(batches, knowledge):
    records, key = records_of(batches), cards.new_id()
    for base in (0, 1):
        save(records, knowledge, key, base, enterprise="甲厂", workshop="一车间")
    rows = [("岗位", "企业", "车间"), ("行车工", "甲厂", "一车间"), ("行车工", "甲厂", "二车间")]
    batch = made(batches, job(document="list", public_url="https://cards.example"), knowledge, rows)
    with zipfile.ZipFile(batch.result()) as archive:
        own, plain = ("".join(pdf_pages(archive.read(name))) for name in archive.namelist())
    assert "本厂第2版的要求。" in own
    assert "样稿" not in own
    assert ("一车间" in own, "二车间" in plain, "样稿，不得张贴" in plain) == (True, True, True)
    assert (batch.progress().own, batch.progress().problems) == (1, ())
    digest = own.split("crane-operator-")[1][:12]
    assert cards.issued(records, key, digest).number == 2  # so that the paper's QR code is answered
    records.close()


def test_what_was_stopped_goes_on_where_it_was(batches, knowledge, monkeypatch):
    renderer = Interrupting()
    monkeypatch.setattr(work, "render", renderer)
    batch = batches.add(job(), b"list")
    with pytest.raises(KeyboardInterrupt):
        work.make(batch, Means(knowledge, lambda path: ROWS, records_of(batches)))
    assert (batch.progress().state, batch.progress().done) == ("waiting", 1)
    work.work_through(batches, Means(knowledge, lambda path: ROWS, records_of(batches)))
    assert renderer.calls == ["crane-operator", "blast-furnace-tapper", "blast-furnace-tapper"]
    assert batch.progress().state == "done"


def test_a_new_edition_begins_anew(batches, knowledge, monkeypatch):
    renderer = Interrupting()
    monkeypatch.setattr(work, "render", renderer)
    batch = batches.add(job(), b"list")
    with pytest.raises(KeyboardInterrupt):
        work.make(batch, Means(knowledge, lambda path: ROWS, records_of(batches)))
    batch.write("plan.json", (batch.path / "plan.json").read_bytes().replace(knowledge.edition.encode(), b"older"))
    work.make(batch, Means(knowledge, lambda path: ROWS, records_of(batches)))
    assert renderer.calls.count("crane-operator") == 2


def test_one_post_that_fails_costs_that_post_only(batches, knowledge, monkeypatch):
    def render(card, document, form):
        if card.post.code == "crane-operator":
            raise HazardKbError("这张印不了。")
        return b"x"

    monkeypatch.setattr(work, "render", render)
    batch = made(batches, job(), knowledge)
    with zipfile.ZipFile(batch.result()) as archive:
        assert archive.namelist() == ["001-blast-furnace-tapper-signoff.pdf"]
    assert "crane-operator：这张印不了。" in batch.progress().problems


def test_errors_are_kept_for_the_page(batches, knowledge, monkeypatch):
    bad = made(batches, job(), knowledge, [("姓名",)])
    assert bad.progress().state == "failed"
    assert "没有“岗位”这一列" in bad.progress().error
    monkeypatch.setattr(work, "render", lambda *_: 1 / 0)
    broken = made(batches, job(), knowledge)
    assert broken.progress().error.startswith("程序出错")
    assert work.work_through(batches, Means(knowledge, lambda path: ROWS, records_of(batches))) is None


def test_one_process_at_a_time(batches, knowledge, tmp_path):
    batch = batches.add(job(), b"list")
    with batch.lock() as mine:
        assert mine
        assert batch.progress().state == "running"
        work.make(batch, Means(knowledge, lambda path: pytest.fail("made twice"), records_of(batches)))
    with batches.lock(), held(batches.root / "worker.lock") as second:
        assert not second
        assert batches.is_worked_on()
        work.work_through(batches, Means(knowledge, lambda path: pytest.fail("made twice"), records_of(batches)))
    assert not is_held(tmp_path / "nowhere")


def test_numbers_are_bounded(batches, monkeypatch):
    monkeypatch.setattr(folder, "KEEP", 2)
    for number in range(4):
        batches.add(job(created=str(number))).fail("x")
    assert [batch.job().created for batch in batches.all()] == ["1", "2", "3"]
    for _ in range(folder.WAITING):
        batches.add(job())
    with pytest.raises(BadRequestError, match="在排队"):
        batches.add(job())


@pytest.mark.parametrize("key", ["..", "0" * 16, "worker.lock", "../../etc"])
def test_only_ids_lead_to_a_batch(batches, key):
    batches.root.mkdir(parents=True)
    with pytest.raises(NotFoundError, match="没有这一批"):
        batches.get(key)


@pytest.mark.parametrize(
    ("fields", "message"), [({"form": "pptx"}, "没有 pptx 格式"), ({"form": "xlsx", "joined": True}, "只有 PDF 能合成")]
)
def test_what_cannot_be_made_is_refused(fields, message):
    with pytest.raises(HazardKbError, match=message):
        job(**fields)
