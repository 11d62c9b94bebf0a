"""Laws, rules and standards into the user's library: each whole or not at all, the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from ingest.errors import IngestError
from ingest.regulations.importing import ImportedRegulation, NoClausesError, import_regulation
from kb.model.clause import NumberingFlag, RegulationText
from kb.services.resolve import Catalogue
from kb.store.texts import TextLibrary

SUFFIXES = frozenset({".md", ".txt", ".htm", ".html", ".docx", ".doc"})
_FLAGS = {"gap": "跳号", "restart": "重新编号", "disorder": "乱序"}
_FLAGS_SAID = 5


class TextReport(msgspec.Struct, frozen=True, kw_only=True):
    """One file: `status` is added, unchanged, skipped or failed (then `message`); `flags` the faults of its numbering.

    Skipped is what lay in a folder and holds no clauses: notes and the like. `left_out` names a PDF's furniture, `lost`
    the pages that could not be read.
    """

    name: str
    status: str = "added"
    message: str = ""
    title: str = ""
    edition: str = ""
    known: bool = False
    clauses: int = 0
    flags: tuple[str, ...] = ()
    left_out: str = ""
    lost: tuple[str, ...] = ()


def ingest_texts(files: Mapping[Path, bool], texts: TextLibrary, catalogue: Catalogue) -> Iterator[TextReport]:
    """Reads every file into the library and tells of each. One that cannot be read costs only itself.

    `files` says of each whether it was named itself: what only lay in a folder may hold no clauses.
    """
    for path, named in files.items():
        try:
            yield _ingested(import_regulation(path, catalogue), texts, catalogue)
        except IngestError as error:
            skipped = isinstance(error, NoClausesError) and not named
            yield TextReport(name=path.name, status="skipped" if skipped else "failed", message=str(error))


def _ingested(imported: ImportedRegulation, texts: TextLibrary, catalogue: Catalogue) -> TextReport:
    text = _text(imported)
    changed = texts.put(text, imported.clauses)
    known = catalogue.documents[text.document].title if text.known else ""
    return TextReport(
        name=text.name,
        status="added" if changed else "unchanged",
        title=known or text.title or text.name,
        edition=text.edition,
        known=text.known,
        clauses=text.count,
        flags=text.flags,
        left_out=imported.left_out,
        lost=imported.lost,
    )


def _text(imported: ImportedRegulation) -> RegulationText:
    header = imported.header
    return RegulationText(
        name=imported.name,
        sha=imported.digest,
        document=imported.clauses[0].document,
        known=bool(imported.document),
        edition=imported.edition,
        title=header.title,
        count=len(imported.clauses),
        issuer=header.issuer,
        adopted=header.edition,
        in_force=header.in_force,
        flags=tuple(map(_said, imported.flags)),
    )


def _said(flag: NumberingFlag) -> str:
    return f"{_FLAGS[flag.kind]}：{flag.found}，应为 {flag.expected}"


def text_lines(report: TextReport) -> Iterator[str]:
    """The report of one file in Chinese, a summary line and then its doubts."""
    if report.message:
        yield f"✗ {report.message}" if report.status == "failed" else f"○ {report.name} 不是法规标准，跳过"
        return
    state = {"added": "已读入", "unchanged": "无变化"}[report.status]
    where = "" if report.known else "，文件目录里没有，按用户文件收录"
    yield f"✓ {report.name} {state}：《{report.title}》{report.edition}，{report.clauses} 条{where}"
    if report.left_out:
        yield f"  未作正文：{report.left_out}"
    yield from (f"  未读入：{loss}" for loss in report.lost)
    yield from (f"  存疑：编号{flag}" for flag in report.flags[:_FLAGS_SAID])
    if len(report.flags) > _FLAGS_SAID:
        yield f"  存疑：编号问题共 {len(report.flags)} 处"
