"""What of each record is searchable: entries, posts, playbooks and clauses as `SearchDocument`s."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kb.model.base import CodeName
from kb.model.citations_clauses import clause_label
from kb.model.clause import Clause, ClauseDigest, RegulationText
from kb.model.document_entry import DocumentEntry, LibraryRows
from kb.model.entry import HazardEntry
from kb.model.industry import INDUSTRIES, find_industry
from kb.model.official import OfficialRow
from kb.model.playbook import Playbook
from kb.model.post import Post
from kb.model.regulation import ARTICLED, REGULATION_KINDS, Regulation, RegulationKind
from kb.model.search import SearchDocument
from kb.store.corpus import Corpus

AUTHORITY: dict[RegulationKind, float] = {"law": 1.0, "administrative_regulation": 0.95}
"""How much a document's clauses weigh beside a law's: the others weigh `_LESS`."""
_LESS = 0.9

_DOCUMENT_ROW = 0.9
"""How much a row of another document weighs beside a row of the manual, whose text somebody here has read."""

_NO_LIBRARY = LibraryRows()

Texts = Iterable[tuple[RegulationText, Iterable[Clause]]]


def search_documents(corpus: Corpus, library: LibraryRows = _NO_LIBRARY, texts: Texts = ()) -> Iterator[SearchDocument]:
    """Yield every searchable record of `corpus` (entries know their posts), entries first in the manual's order.

    Rows of other documents follow the manual's. Clauses come last: the digested ones,
    each with its official text where `texts` have it, then the other imported.
    """
    posts = {post.id: post for post in corpus.posts}
    playbooks = {playbook.id: playbook for playbook in corpus.playbooks}
    titles = {document.id: f"{document.title} {document.number}" for document in corpus.regulations}
    for entry in corpus.entries:
        yield _entry(entry, library.official.get(entry.id), (posts, playbooks, titles))
    for own in library.own:
        yield _document_entry(own, titles)
    for post in corpus.posts:
        yield _post(post, playbooks)
    for playbook in corpus.playbooks:
        yield _playbook(playbook)
    yield from _clauses(corpus, texts)


def count_clauses(corpus: Corpus, texts: Iterable[RegulationText]) -> int:
    """Return how many clauses are searchable: imported ones, and those digested of editions not imported."""
    counts = {(group.document, group.edition): len(group.digests) for group in corpus.digests}
    return sum((counts | {(text.document, text.edition): text.count for text in texts}).values())


def _clauses(corpus: Corpus, texts: Texts) -> Iterator[SearchDocument]:
    regulations = {regulation.id: regulation for regulation in corpus.regulations}
    groups = {(group.document, group.edition): group for group in corpus.digests}
    for text, clauses in texts:
        group = groups.pop((text.document, text.edition), None)
        digests = {digest.clause: digest for digest in group.digests} if group else {}
        for clause in clauses:
            yield _clause(regulations[text.document], clause, digests.get(clause.number))
    for (document, edition), group in groups.items():
        for digest in group.digests:
            articles = regulations[document].kind in ARTICLED
            label = clause_label(digest.clause, articles=articles)
            bare = Clause(document=document, edition=edition, number=digest.clause, label=label, text="")
            yield _clause(regulations[document], bare, digest)


def _clause(regulation: Regulation, clause: Clause, digest: ClauseDigest | None) -> SearchDocument:
    name = short_title(regulation)
    heading = (clause.heading,) if clause.heading and clause.heading not in clause.text else ()
    return SearchDocument(
        id=clause.id,
        kind="clause",
        title=f"{name} {clause.label}",
        fields={
            "title": (f"{name} {clause.label}", *heading),
            "asked_as": digest.words if digest else (),
            "text": (digest.text,) if digest else (),
            "official": (clause.text,) if clause.text else (),
            "chapter": clause.path,
        },
        documents=(CodeName(regulation.id, name),),
        regulation_kind=CodeName(regulation.kind, REGULATION_KINDS[regulation.kind]),
        year=clause.edition[:4] if clause.edition[:4].isdigit() else "",
        group=clause.id,
        parent=f"{clause.document}@{clause.edition}",
        prior=AUTHORITY.get(regulation.kind, _LESS),
    )


def short_title(regulation: Regulation) -> str:
    """Return how a document is called in passing: without the name of the state."""
    return regulation.title.removeprefix("中华人民共和国")


_Names = tuple[Mapping[str, Post], Mapping[str, Playbook], Mapping[str, str]]


def _entry(entry: HazardEntry, official: OfficialRow | None, names: _Names) -> SearchDocument:
    posts, playbooks, titles = names
    basis = (f"{titles.get(b.document, '')} {b.as_printed} {b.clause}".strip() for b in entry.legal_basis)
    return SearchDocument(
        id=entry.id,
        kind="hazard",
        title=entry.location,
        fields={
            "location": (entry.location,),
            "also_called": entry.also_called,
            "chapter": (entry.industry.name, entry.chapter.title, *entry.section),
            "hazards": entry.hazards,
            "measures": tuple(measure.text for measure in entry.measures),
            "emergency": tuple(playbooks[p].title for p in entry.playbooks),
            "basis": tuple(basis),
            "asked_as": entry.asked_as,
            "official": (official.hazard, *official.control_measures) if official else (),
        },
        industry=(entry.industry,),
        chapter=CodeName(f"{entry.industry.code}-{entry.chapter.number:02}", entry.chapter.title),
        accident_types=entry.accident_types,
        posts=tuple(CodeName(p, posts[p].title) for p in entry.posts),
        documents=tuple(
            CodeName(d, titles[d].strip()) for d in dict.fromkeys(b.document for b in entry.legal_basis) if d
        ),
        group=entry.same_as or entry.id,
    )


def _document_entry(entry: DocumentEntry, titles: Mapping[str, str]) -> SearchDocument:
    """Return a row of another document: all it says, and the document in the place of the chapter."""
    row = entry.row
    cited = dict.fromkeys(basis.document for basis in entry.legal_basis if basis.document in titles)
    return SearchDocument(
        id=entry.id,
        kind="hazard",
        title=row.location,
        fields={
            "location": (row.location,) if row.location else (),
            "chapter": tuple(filter(None, (row.chapter, *row.section))),
            "hazards": (row.hazard,) if row.hazard else (),
            "measures": row.control_measures,
            "basis": (row.legal_basis,) if row.legal_basis else (),
        },
        industry=(entry.industry,) if entry.industry else (),
        chapter=entry.document,
        accident_types=entry.accident_types,
        documents=tuple(CodeName(document, titles[document].strip()) for document in cited),
        group=f"row-{row.digest}",
        prior=_DOCUMENT_ROW,
    )


def _post(post: Post, playbooks: Mapping[str, Playbook]) -> SearchDocument:
    industry = find_industry(post.industry)
    return SearchDocument(
        id=post.id,
        kind="post",
        title=post.title,
        fields={
            "title": (post.title,),
            "also_called": (*post.aliases, *post.colloquial),
            "asked_as": post.asked_as,
            "measures": post.tasks,
            "emergency": tuple(playbooks[p].title for p in post.playbooks),
        },
        industry=(industry,) if industry else INDUSTRIES,
        posts=(CodeName(post.id, post.title),),
        group=post.id,
    )


def _playbook(playbook: Playbook) -> SearchDocument:
    lines = (*playbook.signs, *playbook.steps, *playbook.never, *playbook.first_aid)
    return SearchDocument(
        id=playbook.id,
        kind="playbook",
        title=playbook.title,
        fields={
            "title": (playbook.title,),
            "also_called": playbook.aliases,
            "asked_as": playbook.asked_as,
            "emergency": (playbook.first, *(line.text for line in lines)),
        },
        group=playbook.id,
    )
