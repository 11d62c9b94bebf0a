"""Handing in files: each is read by the command line's readers, says what came of it, and reaches the edition."""

from __future__ import annotations

import dataclasses
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ingest.taking import take_waiting
from kb.edition import EditionInputs
from kb.paths import command_line
from kb.store.uploads import UploadProgress, Uploads
from tests.own.annex import NAME, ROWS, print_annex
from tests.own.small import small_inputs
from tests.web.client import Client, client_of
from tests.web.conftest import make_app
from web.contexts_intake import UploadPage, UploadsPage
from web.intake import Intake

LAW = "样例厂安全规定\n\n第一条 进料间应设护栏。\n\n第二条 护栏松动时严禁倚靠。\n".encode()


class Desk:
    """A client over a data folder of its own; what was handed in is read when asked, in this process."""

    def __init__(self, inputs: EditionInputs, client: Client) -> None:
        self.inputs = inputs
        self.client = client
        self.built = 0

    def send(self, *files: tuple[str, bytes]) -> Any:
        """Hand in files as the form does."""
        return self.client.request("POST", "/upload", files=[("file", file) for file in files])

    def read(self) -> None:
        """Have everything read that waits; building is counted, not done."""
        take_waiting(self.inputs, self.client.capture.app.state.services.intake.uploads, self._build)

    def _build(self) -> None:
        self.built += 1

    def page(self, answer: Any) -> dict[str, Any]:
        """The page of what was handed in, once it was read."""
        self.read()
        return self.client.page(answer.headers["location"])


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> EditionInputs:
    """A small corpus and an empty library; nothing needs to be compiled."""
    return small_inputs(tmp_path_factory.mktemp("upload"))


@pytest.fixture
def desk(inputs: EditionInputs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose reading starts when the test asks."""
    monkeypatch.setattr(Intake, "wake", lambda self: None)
    monkeypatch.setattr("web.background.BackgroundBuild.request", lambda self: None)
    with client_of(make_app(inputs)) as client:
        client.asker.base_url = "http://127.0.0.1"
        yield Desk(inputs, client)


@pytest.fixture(scope="module")
def annex(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The annex as a PDF."""
    return print_annex(tmp_path_factory.mktemp("annex") / NAME).read_bytes()


def workbook(titles: tuple[str, ...]) -> bytes:
    """A register with these titles over the annex's rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "一车间"
    sheet.append(titles)
    for row in ROWS:
        sheet.append((row["place"], row["hazard"], "\n".join(row["measures"])))
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def test_a_pdf_is_read_and_leads_to_its_review(desk: Desk, annex: bytes) -> None:
    answer = desk.send((NAME, annex))
    assert answer.status_code == 303
    before = desk.client.get(answer.headers["location"])
    assert before.headers["refresh"] == "3"
    assert set(desk.client.context) == {field.name for field in dataclasses.fields(UploadPage)}
    page = desk.page(answer)
    assert (page["upload"].state, page["upload"].total, desk.built) == ("done", 0, 1)
    assert page["upload"].lines[0].startswith(f"{NAME}（其他文件）已读入")
    assert len(desk.client.page(f"{page['upload'].review_url}?show=all")["rows"]) == len(ROWS)
    assert "refresh" not in desk.client.get(answer.headers["location"]).headers


def test_several_files_are_each_told_of(desk: Desk) -> None:
    answer = desk.send(("规定.md", LAW), ("空.pdf", b""), ("图.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100))
    assert answer.headers["location"] == "/upload"
    desk.read()
    page = desk.client.page("/upload")
    assert set(page) == {field.name for field in dataclasses.fields(UploadsPage)}
    told = {view.name: view for view in page["uploads"]}
    assert told["规定.md"].state == "done"
    assert "2 条" in told["规定.md"].lines[0]
    for name in ("空.pdf", "图.png"):
        assert told[name].state == "failed"
        assert name in told[name].lines[0]


def test_a_workbooks_columns_are_shown_before_its_rows_are_taken(desk: Desk) -> None:
    page = desk.page(desk.send(("台账.xlsx", workbook(("地点", "有什么危险", "怎么防")))))
    assert page["upload"].state == "asking"
    (sheet,) = page["sheets"]
    assert sheet.title == "一车间"
    url, stored = page["upload"].url, len(desk.inputs.library.documents())
    names = {column.letter: column.name for column in sheet.columns}
    refused = desk.client.request("POST", url, data={sheet.name: "1", names["A"]: "location"})
    assert refused.status_code == 400
    assert "还没有指明哪一列是" in refused.text
    chosen = {names["A"]: "location", names["B"]: "hazard", names["C"]: "control_measures"}
    assert desk.client.request("POST", url, data={sheet.name: "1"} | chosen).status_code == 303
    desk.read()
    done = desk.client.page(url)["upload"]
    assert done.state == "done"
    assert len(desk.inputs.library.documents()) == stored + 1
    rows = desk.client.page(f"{done.review_url}?show=all")["rows"]
    assert [row.location for row in rows] == [row["place"] for row in ROWS]
    assert "工作表“一车间”" in rows[0].where


def test_no_worksheet_chosen_is_said_so(desk: Desk) -> None:
    page = desk.page(desk.send(("台账.xlsx", workbook(("场所", "危险因素", "防范措施")))))
    answer = desk.client.request("POST", page["upload"].url, data={"other": "1"})
    assert answer.status_code == 400
    assert "一个工作表也没有选" in answer.text


def test_what_a_dead_process_had_begun_is_said_to_be_interrupted(desk: Desk, annex: bytes) -> None:
    answer = desk.send((NAME, annex))
    uploads = desk.client.capture.app.state.services.intake.uploads
    uploads.get(answer.headers["location"].rpartition("/")[2]).keep(UploadProgress(state="reading"))
    view = desk.page(answer)["upload"]
    assert view.state == "failed"
    assert "中断" in view.lines[0]
    assert "重新上传" in view.lines[0]


def test_the_command_line_reads_what_waits_and_a_bad_file_costs_only_itself(tmp_path: Path) -> None:
    found = Uploads(tmp_path / "uploads").begin("坏.pdf", "本机")
    found.file.write_bytes(b"%PDF-1.7 broken")
    found.ready()
    done = subprocess.run([*command_line(), "take", "--data", str(tmp_path)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    progress = found.progress()
    assert progress.state == "failed"
    assert "坏.pdf" in progress.lines[0]
    assert not (tmp_path / "editions").exists()


def test_only_writers_hand_in_and_nothing_else_is_a_file(desk: Desk) -> None:
    assert desk.client.request("POST", "/upload", files=[("other", ("a.pdf", b"x"))]).status_code == 400
    foreign = {"sec-fetch-site": "cross-site"}
    answer = desk.client.request("POST", "/upload", files=[("file", ("a.pdf", b"x"))], headers=foreign)
    assert answer.status_code == 403
    desk.client.asker.base_url = "http://plant.example"
    assert desk.client.request("POST", "/upload", files=[("file", ("a.pdf", b"x"))]).status_code in {401, 403}
    assert "data-upload" not in desk.client.get("/upload").text


def test_nothing_of_a_name_reaches_the_disk_elsewhere(desk: Desk, tmp_path: Path) -> None:
    desk.send((f"../../{tmp_path.name}/x.md", LAW))
    desk.read()
    assert not list(tmp_path.iterdir())
