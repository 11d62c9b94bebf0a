"""What of each record is searchable: entries, posts and playbooks as `SearchDocument`s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.model.base import CodeName
from kb.model.entry import HazardEntry
from kb.model.industry import INDUSTRIES, find_industry
from kb.model.official import OfficialRow
from kb.model.playbook import Playbook
from kb.model.post import Post
from kb.model.search import SearchDocument
from kb.store.corpus import Corpus


def search_documents(corpus: Corpus, official: Mapping[str, OfficialRow]) -> Iterator[SearchDocument]:
    """Yield every searchable record of `corpus` (entries know their posts), entries first in the manual's order."""
    posts = {post.id: post for post in corpus.posts}
    playbooks = {playbook.id: playbook for playbook in corpus.playbooks}
    titles = {document.id: f"{document.title} {document.number}" for document in corpus.regulations}
    for entry in corpus.entries:
        yield _entry(entry, official.get(entry.id), (posts, playbooks, titles))
    for post in corpus.posts:
        yield _post(post, playbooks)
    for playbook in corpus.playbooks:
        yield _playbook(playbook)


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
        group=entry.same_as or entry.id,
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
