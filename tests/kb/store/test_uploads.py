"""Files on their way in: names lead nowhere, states survive, only whole files count, old ones go."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import NotFoundError
from kb.store.uploads import KEEP, LONGEST_NAME, UploadProgress, Uploads, label_of


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("安全生产法(2021-06-10).md", "安全生产法(2021-06-10).md"),
        ("../../etc/passwd", "passwd"),
        ("C:\\清单\\危险因素.xlsx", "危险因素.xlsx"),
        ("a\x00b\u202e.pdf", "ab.pdf"),
        ("..", "文件"),
        ("", "文件"),
        (".hidden", "hidden"),
        ("CON.pdf", "_CON.pdf"),
        ('<b>"x"|y?*.pdf', "_b__x__y__.pdf"),
    ],
)
def test_a_name_is_only_a_label(name: str, label: str, tmp_path: Path) -> None:
    assert label_of(name) == label
    found = Uploads(tmp_path / "uploads").begin(name, "本机")
    assert found.file.parent == found.path / "file"
    assert found.file.resolve().parent == found.file.parent.resolve()


def test_long_names_keep_their_ending() -> None:
    label = label_of("长" * 300 + ".xlsx")
    assert len(label) <= LONGEST_NAME
    assert label.endswith(".xlsx")


def test_a_file_counts_once_it_is_whole_and_goes_at_the_end(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    found = uploads.begin("清单.pdf", "本机")
    found.file.write_bytes(b"half")
    assert uploads.all() == []
    found.ready()
    assert uploads.get(found.id).progress().state == "waiting"
    assert uploads.waiting() == 1
    found.keep(UploadProgress(state="done", lines=("好",)))
    assert not found.file.exists()
    assert uploads.get(found.id).progress().lines == ("好",)


@pytest.mark.parametrize("key", ["..", "../library", "0" * 16, "xyz"])
def test_an_unknown_upload_is_said_so(tmp_path: Path, key: str) -> None:
    with pytest.raises(NotFoundError, match="重新上传"):
        Uploads(tmp_path).get(key)


def test_old_outcomes_go(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    for number in range(KEEP + 3):
        found = uploads.begin(f"{number}.pdf", "本机")
        found.ready()
        found.keep(UploadProgress(state="failed"))
    assert len(uploads.all()) == KEEP + 1
