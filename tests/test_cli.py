"""The command line as its users meet it: exit codes, one Chinese sentence for an error, results on stdout."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

import hazardkb
from kb import __version__
from kb.edition import EditionInputs
from kb.records import passwords
from kb.records.database import Records, default_address
from tests.web.batches.sheets import list_of
from tests.web.documents.reading import pdf_pages, squeezed
from web import documents

pytestmark = pytest.mark.usefixtures("opened")


@pytest.fixture
def run(inputs: EditionInputs, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run a command on the compiled corpus; return exit code, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = hazardkb.main([arguments[0], "--data", str(inputs.data), *arguments[1:]])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        hazardkb.main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"hazardkb {__version__}\n"


def test_settings_are_those_of_the_readme(run) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("settings")
    readme = (Path(hazardkb.__file__).parent / "README.md").read_text("utf-8")
    assert code == 0
    for name, _default, meaning in hazardkb.SETTINGS:
        assert name in out
        assert f"`{name}`" in readme, name
        assert meaning.split("；")[0].split("（")[0][:6] in readme, name


def test_the_password_is_set_from_a_pipe(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    for typed, expected in (("短\n", 1), ("安全第一-2026\n", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code, _, said = run("password", "--data", str(tmp_path))
        assert (code, said.count("\n"), "密码" in said) == (expected, 1, True)
    assert passwords.is_password(Records(default_address(tmp_path)), "安全第一-2026")


def test_a_backup_can_be_restored(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    data = ("--data", str(tmp_path / "data"))
    code, _, said = run("backup", str(tmp_path / "b.zip"), *data)
    assert (code, "已备份到" in said) == (0, True)
    code, _, said = run("restore", str(tmp_path / "b.zip"), *data)
    assert (code, "before-restore" in said) == (0, True)
    code, _, said = run("restore", str(tmp_path / "none.zip"), *data)
    assert (code, said.count("\n")) == (1, 1)


def test_search_prints_hits_and_json(run) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("search", "煤气柜", "--industry", "冶金", "--limit", "3")
    assert (code, "煤气柜" in out) == (0, True)
    code, out, _ = run("search", "煤气柜", "--json", "--limit", "3")
    page = json.loads(out)
    assert code == 0
    assert page["total"] >= len(page["hits"]) == 3
    assert {"id", "kind", "title", "url", "score", "highlights"} <= page["hits"][0].keys()


def test_a_worker_finds_the_confined_space(run) -> None:  # type: ignore[no-untyped-def]
    _, out, _ = run("search", "池子底下熏倒人了", "--limit", "3")
    assert "有限空间" in out


def test_no_hits_is_not_an_error(run) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("search", "zzzzqqqq", "--kind", "post")
    assert (code, "共 0 条" in out) == (0, True)


def test_a_post_by_alias_gives_a_pdf(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "卡.pdf"
    code, _, _ = run("card", "炉前工", "-o", str(target))
    assert (code, target.read_bytes()[:4]) == (0, b"%PDF")


def test_every_document_can_be_asked_for() -> None:
    assert set(hazardkb.DOCUMENTS) == set(documents.DOCUMENTS)


def test_practice_is_printed_with_the_name_of_who_confirms_it(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    plain, confirmed = tmp_path / "a.pdf", tmp_path / "b.pdf"
    run("card", "炉前工", "--document", "emergency-sheet", "-o", str(plain))
    code, _, _ = run(
        "card", "炉前工", "--document", "emergency-sheet", "--confirmed-by", " 张\n三 ", "-o", str(confirmed)
    )
    before, after = (squeezed("".join(pdf_pages(path.read_bytes()))) for path in (plain, confirmed))
    assert code == 0
    assert "由张三确认" in after
    assert "未经具名审核人确认" in before
    assert "未经具名审核人确认" not in after
    assert len(after) > len(before)


def test_a_batch_from_a_list_is_written_and_its_bad_rows_told(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    listed, target = tmp_path / "名单.xlsx", tmp_path / "一批.zip"
    listed.write_bytes(list_of(("岗位", "车间"), ("行车工", "=1+1"), ("没有的工", "")))
    code, out, err = run("batch", "--list", str(listed), "--document", "register", "-o", str(target))
    assert (code, out) == (1, "")
    assert "第 3 行：没有“没有的工”这个岗位" in err
    assert zipfile.ZipFile(target).namelist() == ["001-crane-operator-register.xlsx"]
    key = err.split("编号：")[1].split("；")[0]
    assert run("batch", "--resume", key, "-o", str(target))[0] == 1
    assert run("batch", "--resume")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("card", "不存在的岗位"), 1, "不存在的岗位"),
        (("extract", "没有这个.pdf"), 1, "没有这个.pdf"),
        (("ingest", "没有这个文件夹"), 1, "没有这个文件夹"),
        (("search", "煤气", "--limit", "1000"), 1, "--limit"),
        (("batch", "--industry", "航天"), 1, "可选：冶金"),
        (("batch", "--list", "没有.xlsx"), 1, "没有.xlsx"),
        (("batch",), 2, "hazardkb --help"),
        (("search",), 2, "hazardkb --help"),
        (("search", "煤气", "--kind", "nonsense"), 2, "hazardkb --help"),
    ],
)
def test_errors_are_one_sentence_with_a_remedy(  # type: ignore[no-untyped-def]
    run, arguments: tuple[str, ...], code: int, says: str
) -> None:
    got, out, err = run(*arguments)
    assert (got, out) == (code, "")
    assert says in err
    assert "Traceback" not in err


def test_one_bad_file_costs_that_file_only(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "空.pdf").write_bytes(b"")
    (tmp_path / "假.pdf").write_bytes(b"not a pdf")
    code, _, err = run("ingest", str(tmp_path))
    assert code == 1
    assert "空.pdf" in err
    assert "假.pdf" in err
