"""Files that are no whole PDF: one clear Chinese sentence each, naming the file, and nothing else harmed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from ingest.errors import (
    ERRORS,
    EmptyFileError,
    EncryptedError,
    IngestError,
    MissingFileError,
    NoTableError,
    NotPdfError,
    TooLargeError,
    TooManyPagesError,
    TruncatedError,
)  # fmt: skip
from ingest.extract import extract_file
from ingest.limits import Limits
from kb.errors import HazardKbError
from tests.ingest.conftest import Printed

Spoil = Callable[[Path, Path], None]


def _encrypt(source: Path, target: Path) -> None:
    with pikepdf.open(source) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(user="秘密", owner="主人"))


def _without_tables(_: Path, target: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target)


def _scramble(source: Path, target: Path) -> None:
    target.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n")


SPOILT: list[tuple[type[IngestError], Spoil]] = [
    (EncryptedError, _encrypt),
    (NoTableError, _without_tables),
    (TruncatedError, lambda source, target: target.write_bytes(source.read_bytes()[:-4000]) and None),
    (EmptyFileError, lambda _, target: target.write_bytes(b"") and None),
    (NotPdfError, lambda _, target: target.write_text("<html>手册</html>", encoding="utf-8") and None),
    (MissingFileError, lambda _, target: None),
    (IngestError, _scramble),
]


@pytest.mark.parametrize(("error", "spoil"), SPOILT, ids=[error.code for error, _ in SPOILT])
def test_a_spoilt_file_gives_one_sentence(
    printed: Printed, tmp_path: Path, error: type[IngestError], spoil: Spoil
) -> None:
    target = tmp_path / "手册.pdf"
    spoil(printed("typst"), target)
    with pytest.raises(IngestError) as caught:
        extract_file(target)
    assert type(caught.value) is error
    assert "手册.pdf" in str(caught.value)


def test_limits_on_size_and_pages_have_their_own_sentences(printed: Printed) -> None:
    with pytest.raises(TooLargeError, match="上限 0 MB"):
        extract_file(printed("typst"), Limits(file_mb=0))
    with pytest.raises(TooManyPagesError, match="上限 2 页"):
        extract_file(printed("typst"), Limits(pages=2))


def test_a_pdf_open_to_all_but_protected_from_change_is_read(printed: Printed, tmp_path: Path) -> None:
    target = tmp_path / "受限.pdf"
    with pikepdf.open(printed("typst")) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(user="", owner="主人"))
    assert extract_file(target).report.entries == 16


def test_every_error_is_a_chinese_sentence_with_name_and_remedy() -> None:
    sentences = {error("某文件.pdf", limit=9, pages="2～4", reason="页面损坏").__str__() for error in ERRORS.values()}
    assert len(sentences) == len(ERRORS)
    for error in ERRORS.values():
        assert issubclass(error, HazardKbError)
        sentence = str(error("某文件.pdf", limit=9, pages="2～4", reason="页面损坏"))
        assert "某文件.pdf" in sentence
        assert sentence.endswith("。")
        assert "请" in sentence
