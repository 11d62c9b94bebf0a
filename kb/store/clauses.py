"""The shipped clause digests and renumberings of `corpus/`, checked against the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from kb.errors import CorpusError
from kb.model.clause import ClauseDigests
from kb.model.regulation import Regulation
from kb.model.renumbering import Renumbering
from kb.store.schema import problems
from kb.store.yaml_files import read_yaml

T = TypeVar("T")


def load_digests(folder: Path, regulations: Mapping[str, Regulation]) -> tuple[ClauseDigests, ...]:
    """Return the digests in the corpus `folder`; raises CorpusError for a fault of form or an unknown document."""
    found = []
    for name, digests in _converted(folder, ("clauses", "条款摘要"), ClauseDigests):
        _check(name, digests, regulations)
        found.append(digests)
    return tuple(found)


def load_renumberings(folder: Path, regulations: Mapping[str, Regulation]) -> tuple[Renumbering, ...]:
    """Return the article renumberings in the corpus `folder`; raises CorpusError as `load_digests` does."""
    found = []
    for name, renumbering in _converted(folder, ("renumbering", "条号对照"), Renumbering):
        if not {renumbering.old, *renumbering.alike, renumbering.new} <= _editions(renumbering.document, regulations):
            raise CorpusError(f"条号对照 {name} 的文件或版本不在文件目录里，请核对编号和版本。")
        found.append(renumbering)
    return tuple(found)


def _converted(folder: Path, part: tuple[str, str], kind: type[T]) -> Iterator[tuple[str, T]]:
    """Yield name and record of each file of a `part` (folder, Chinese name), checked against the schema."""
    where, spoken = part
    for path in sorted((folder / where).glob("*.yaml")):
        content = read_yaml(path)
        faults = problems(folder, f"{where}_file", content)
        if faults:
            raise CorpusError(f"{spoken} {path.name} 不合规格：{faults[0]}（共 {len(faults)} 处）。")
        try:
            yield path.name, msgspec.convert(content, kind)
        except msgspec.ValidationError as error:
            raise CorpusError(f"{spoken} {path.name} 不合规格：{error}。") from error


def _editions(document: str, regulations: Mapping[str, Regulation]) -> set[str]:
    return {e.id for e in regulations[document].editions} if document in regulations else set()


def _check_source(name: str, digests: ClauseDigests, regulation: Regulation) -> None:
    """Raise CorpusError when digests pass for read without the text and its reader, or the other way round."""
    texts = {edition.text for edition in regulation.editions if edition.id == digests.edition and edition.text}
    if digests.read and (digests.source not in texts or digests.review is None):
        raise CorpusError(f"条款摘要 {name} 写着对照文本核过，但文件目录里没有这份文本或没有写谁核的，请补上或改 how。")
    if not digests.read and (digests.source in texts or digests.review is not None):
        raise CorpusError(f"条款摘要 {name} 没有对照文本核过，不能写文本名和核对人，请改正。")


def _check(name: str, digests: ClauseDigests, regulations: Mapping[str, Regulation]) -> None:
    """Raise CorpusError when document, edition or a document pointed to is unknown, or a clause stands twice."""
    if digests.edition not in _editions(digests.document, regulations):
        raise CorpusError(
            f"条款摘要 {name} 的文件 {digests.document}@{digests.edition} 不在文件目录里，请核对编号和版本。"
        )
    _check_source(name, digests, regulations[digests.document])
    clauses = [d.clause for d in digests.digests]
    twice = {c for c in clauses if clauses.count(c) > 1}
    if twice:
        raise CorpusError(f"条款摘要 {name} 中条款 {min(twice)} 写了两次，请留一条。")
    for digest in digests.digests:
        for penalty in digest.penalties:
            if penalty.document and penalty.document not in regulations:
                raise CorpusError(
                    f"条款摘要 {name} 第 {digest.clause} 条的罚则文件 {penalty.document} 不在文件目录里。"
                )
    for conflict in digests.conflicts:
        if conflict.document not in regulations or conflict.clause not in clauses:
            raise CorpusError(f"条款摘要 {name} 的冲突 {conflict.clause} 指到不存在的条款或文件，请核对编号。")
