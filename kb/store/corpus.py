"""The corpus folder read and checked: every file against its schema, every reference against its target."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kb.errors import CorpusError
from kb.model.base import CodeName, Record
from kb.model.clause import ClauseDigests
from kb.model.entry import HazardEntry
from kb.model.playbook import Playbook
from kb.model.post import Post
from kb.model.regulation import Regulation
from kb.model.renumbering import Renumbering
from kb.model.sign import SafetySign
from kb.store.clauses import load_digests, load_renumberings
from kb.store.entries import Vocabulary, resolve_entries
from kb.store.schema import problems
from kb.store.yaml_files import read_yaml

T = TypeVar("T")


class Synonyms(Record, frozen=True, kw_only=True):
    """Words of the trade that mean the same, with a query that must find a given word's entries."""

    terms: tuple[str, ...]
    example: dict[str, str]
    note: str = ""


class Corpus(Record, frozen=True, kw_only=True):
    """All content records of a corpus folder, resolved and cross-checked."""

    entries: tuple[HazardEntry, ...]
    posts: tuple[Post, ...] = ()
    playbooks: tuple[Playbook, ...] = ()
    signs: tuple[SafetySign, ...] = ()
    regulations: tuple[Regulation, ...] = ()
    digests: tuple[ClauseDigests, ...] = ()
    renumberings: tuple[Renumbering, ...] = ()
    words: tuple[str, ...] = ()
    synonyms: tuple[Synonyms, ...] = ()
    accident_names_2025: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


def corpus_files(folder: Path) -> list[Path]:
    """Return every data file of the corpus in a fixed order: what an edition's digest is taken over."""
    return sorted(path for path in folder.rglob("*") if path.suffix in {".yaml", ".svg"})


def load_corpus(folder: Path) -> Corpus:
    """Return the corpus in `folder`. Raises CorpusError naming file, record and rule at the first fault."""
    vocabulary = load_vocabulary(folder)
    entry_files = [
        (path.relative_to(folder).as_posix(), content) for path, content in _checked(folder, "entries", "entries_file")
    ]
    regulations = load_regulations(folder)
    known = {document.id: document for document in regulations}
    corpus = Corpus(
        entries=tuple(resolve_entries(entry_files, vocabulary)),
        posts=tuple(_records(folder, "posts", Post, ("industry", "review"))),
        playbooks=tuple(_records(folder, "playbooks", Playbook, ("review",))),
        signs=tuple(_records(folder, "signs", SafetySign, ())),
        regulations=regulations,
        digests=load_digests(folder, known),
        renumberings=load_renumberings(folder, known),
        words=tuple(
            word for _, content in _checked(folder, "lexicon/words", "lexicon_words_file") for word in content["words"]
        ),
        synonyms=tuple(
            msgspec.convert(group, Synonyms)
            for _, content in _checked(folder, "lexicon/synonyms", "lexicon_synonyms_file")
            for group in content["groups"]
        ),
        accident_names_2025=load_crosswalk(folder),
    )
    check_references(corpus)
    return corpus


def load_regulations(folder: Path) -> tuple[Regulation, ...]:
    """Return the catalogue of documents alone: what recognising a user's file needs."""
    return tuple(_records(folder, "regulations", Regulation, (), key="documents"))


def load_crosswalk(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return code of GB/T 6441-1986 → the names GB 6441-2025 has for it; empty where the corpus has no crosswalk."""
    path = folder / "vocab" / "accident_crosswalk.yaml"
    if not path.is_file():
        return {}
    content = read_yaml(path)
    names = {item["code"]: item["name"] for item in content["new_types"]}
    return {item["old"]: tuple(names[code] for code in item["new"]) for item in content["crosswalk"]}


def load_vocabulary(folder: Path) -> Vocabulary:
    """Return the names entries refer to: accident types with the manual's spellings, and the chapters."""
    types = read_yaml(folder / "vocab" / "accident_types.yaml")["accident_types"]
    names = {
        spelling: CodeName(item["code"], item["name"])
        for item in types
        for spelling in (item["name"], *item.get("printed", ()))
    }
    chapters = read_yaml(folder / "vocab" / "chapters.yaml")["chapters"]
    return Vocabulary(names, {(c["industry"], c["number"]): c["title"] for c in chapters})


def _checked(folder: Path, part: str, definition: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted((folder / part).rglob("*.yaml")):
        content = read_yaml(path)
        found = problems(folder, definition, content)
        if found:
            raise CorpusError(
                f"语料文件 {path.relative_to(folder).as_posix()} 不合规格：{found[0]}（共 {len(found)} 处）。"
            )
        yield path, content


def _records(folder: Path, part: str, kind: type[T], inherited: tuple[str, ...], *, key: str = "") -> Iterator[T]:
    """Yield the records of `part`; `inherited` are file-level fields a record takes when it has none itself."""
    key = key or part
    for path, content in _checked(folder, part, f"{part}_file"):
        defaults = {name: content[name] for name in inherited if name in content}
        for item in content[key]:
            try:
                yield msgspec.convert({**defaults, **item}, kind)
            except msgspec.ValidationError as error:
                raise CorpusError(f"语料文件 {path.name} 中 {item.get('id', '')} 不合规格：{error}。") from error


def check_references(corpus: Corpus) -> None:
    """Raise CorpusError when a record names a place, entry, playbook, sign or document that does not exist."""
    playbooks = _unique("应急处置", corpus.playbooks)
    signs = _unique("安全标志", corpus.signs)
    documents = _unique("文件", corpus.regulations)
    _unique("岗位", corpus.posts)
    entries = {entry.id for entry in corpus.entries}
    places = {entry.place for entry in corpus.entries}
    for entry in corpus.entries:
        _known("应急处置", entry.playbooks, playbooks, entry.id)
        _known("文件", [b.document for b in entry.legal_basis if b.document], documents, entry.id)
    for post in corpus.posts:
        _known("场所", post.places, places, post.id)
        _known("条目", (*post.extra_entries, *post.without_entries), entries, post.id)
        _known("应急处置", post.playbooks, playbooks, post.id)
        _known("安全标志", post.safety_signs, signs, post.id)
    for playbook in corpus.playbooks:
        _known("安全标志", playbook.safety_signs, signs, playbook.id)
    for document in corpus.regulations:
        _known("文件", [s.document for s in document.replaced_by if s.document], documents, document.id)


def _unique(name: str, records: tuple[Any, ...]) -> set[str]:
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise CorpusError(f"{name}编号 {record.id} 重复，请改其一。")
        seen.add(record.id)
    return seen


def _known(name: str, wanted: Any, known: set[str], where: str) -> None:
    for key in wanted:
        if key not in known:
            raise CorpusError(f"{where} 提到的{name} {key} 不存在，请核对编号或补上该{name}。")
