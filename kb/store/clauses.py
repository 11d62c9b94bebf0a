"""The shipped clause digests and renumberings of `corpus/`, checked against the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from kb.errors import CorpusError
from kb.model.clause import ClauseDigests
from kb.model.regulation import Regulation
from kb.model.renumbering import Renumbering
from kb.store.yaml_files import read_yaml


def load_digests(folder: Path, regulations: Mapping[str, Regulation]) -> tuple[ClauseDigests, ...]:
    """Return the digests in the corpus `folder`; raises CorpusError for a fault of form or an unknown document."""
    found = []
    for path in sorted((folder / "clauses").glob("*.yaml")):
        try:
            digests = msgspec.convert(read_yaml(path), ClauseDigests)
        except msgspec.ValidationError as error:
            raise CorpusError(f"条款摘要 {path.name} 不合规格：{error}。") from error
        _check(path.name, digests, regulations)
        found.append(digests)
    return tuple(found)


def load_renumberings(folder: Path, regulations: Mapping[str, Regulation]) -> tuple[Renumbering, ...]:
    """Return the article renumberings in the corpus `folder`; raises CorpusError as `load_digests` does."""
    found = []
    for path in sorted((folder / "renumbering").glob("*.yaml")):
        try:
            renumbering = msgspec.convert(read_yaml(path), Renumbering)
        except msgspec.ValidationError as error:
            raise CorpusError(f"条号对照 {path.name} 不合规格：{error}。") from error
        editions = (
            {e.id for e in regulations[renumbering.document].editions} if renumbering.document in regulations else set()
        )
        if not {renumbering.old, renumbering.new} <= editions:
            raise CorpusError(f"条号对照 {path.name} 的文件或版本不在文件目录里，请核对编号和版本。")
        found.append(renumbering)
    return tuple(found)


def _check(name: str, digests: ClauseDigests, regulations: Mapping[str, Regulation]) -> None:
    """Raise CorpusError when document, edition or a penalty's document is unknown, or a clause stands twice."""
    regulation = regulations.get(digests.document)
    if regulation is None or digests.edition not in {e.id for e in regulation.editions}:
        raise CorpusError(
            f"条款摘要 {name} 的文件 {digests.document}@{digests.edition} 不在文件目录里，请核对编号和版本。"
        )
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
