"""The installed wheel works from an empty folder and holds what it should and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built offline with the build backend of the test environment."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_packages_and_corpus_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "hazardkb.py", "kb", "ingest", "index", "web", "corpus",
    }  # fmt: skip
    for part in ("corpus/schema.yaml", "web/static/", "web/templates/", "web/documents/fonts/", "corpus/entries/"):
        assert any(name.startswith(part) for name in names), part
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_the_installed_wheel_searches_and_prints_a_card(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)  # a pure wheel installs by unpacking; its dependencies are those here
    empty = tmp_path / "empty"
    empty.mkdir()

    def hazardkb(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-I", "-c", (f"import sys; sys.path.insert(0, {str(site)!r}); import hazardkb; "
                   "sys.exit(hazardkb.main(sys.argv[1:]))")]  # fmt: skip
        return subprocess.run(
            [*program, *arguments, "--data", str(tmp_path / "data")],
            cwd=empty, capture_output=True, text=True, check=False, encoding="utf-8",
        )  # fmt: skip

    found = hazardkb("search", "煤气柜")
    assert (found.returncode, "煤气柜" in found.stdout) == (0, True), found.stderr
    card = hazardkb("card", "高炉炉前工", "-o", "card.pdf")
    assert card.returncode == 0, card.stderr
    assert (empty / "card.pdf").read_bytes().startswith(b"%PDF")
