"""What each page's template receives: one frozen dataclass a page, and nothing else reaches the template.

Field docs are in the class docstrings; a test compares every rendered context with its class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kb.model.base import CodeName
from kb.store.knowledge import ChapterListing
from web.documents.flow import Flow
from web.views.applying import AppliedView
from web.views.around import Around
from web.views.batch import BatchView
from web.views.clause import ClauseAround, ClauseView
from web.views.document_entry import DocumentEntryView, DocumentLine
from web.views.entry import EntryView, OfficialView, PlaceLink
from web.views.facets import FacetView, FilterView
from web.views.hits import HitView
from web.views.offers import Offer
from web.views.playbook import PlaybookLink, PlaybookView
from web.views.post import PlaceGroup, PostLink, PostView
from web.views.query import SearchState
from web.views.regulation import EditionView, FactView, RegulationLink
from web.views.regulation_clauses import ClauseList, Comparison
from web.views.saved import SavedLink
from web.views.sign import SignView
from web.views.sources import ReviewView
from web.views.validity import BasisView, SuccessorView, ValidityView


@dataclass(frozen=True, kw_only=True)
class PageContext:
    """What every page has: `title` for the window, `section` for the lit item of the navigation, words in the box."""

    template: ClassVar[str]
    title: str
    section: str = ""
    q: str = ""


@dataclass(frozen=True, kw_only=True)
class HomePage(PageContext):
    """/: the six industries with their number of entries, posts to start from, what to do when it goes wrong."""

    template: ClassVar[str] = "home.html"
    industries: Sequence[tuple[CodeName, int]]
    counts: dict[str, int]
    posts: Sequence[PostLink]
    playbooks: Sequence[PlaybookLink]
    examples: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class SearchResultsPage(PageContext):
    """/search: hits, filters in force with the address that removes each, facets, pages, and what else to try.

    `cut` is the number of characters kept of a query that was too long, else 0. `unfiltered` is the number of
    hits the same words have without filters, filled only when the filters leave nothing. Where `corrected`, the hits
    are those of `suggestion` already and `literal_url` leads back to the words as typed. `terms` are words to try.
    `notices` say of a clause that was asked for by number why it is not among the hits, with where to go on.
    `urgent` are playbooks to look at first when it is happening now; `documents` those named by number or title.
    """

    template: ClassVar[str] = "search.html"
    state: SearchState
    total: int
    hits: Sequence[HitView]
    urgent: Sequence[PlaybookLink]
    documents: Sequence[RegulationLink]
    facets: Sequence[FacetView]
    filters: Sequence[FilterView]
    cut: int
    suggestion: str
    suggestion_url: str
    corrected: bool
    literal_url: str
    terms: Sequence[tuple[str, str]]
    previous_url: str
    next_url: str
    pages: int
    clear_url: str
    unfiltered: int
    near_places: Sequence[PlaceLink]
    near_posts: Sequence[PostLink]
    notices: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class EntryPage(PageContext):
    """/entries/{id}: a row of the manual, plain and official, with everything that must be seen beside it."""

    template: ClassVar[str] = "entry.html"
    entry: EntryView
    around: Around
    official: OfficialView | None
    pictures: Sequence[str]
    review: ReviewView
    day: str


@dataclass(frozen=True, kw_only=True)
class DocumentEntryPage(PageContext):
    """/entries/doc-…: a row of another document in its own words; `posts` have places of a like name."""

    template: ClassVar[str] = "document_entry.html"
    entry: DocumentEntryView
    basis: Sequence[BasisView]
    pictures: Sequence[str]
    posts: Sequence[PostLink]
    day: str


@dataclass(frozen=True, kw_only=True)
class IndustryPage(PageContext):
    """/industries/{code}: the chapters of an industry and its posts."""

    template: ClassVar[str] = "industry.html"
    industry: CodeName
    chapters: Sequence[ChapterListing]
    posts: Sequence[PostLink]


@dataclass(frozen=True, kw_only=True)
class ChapterPage(PageContext):
    """/industries/{code}/{number}: the places of a chapter with their hazards, in the manual's order."""

    template: ClassVar[str] = "chapter.html"
    industry: CodeName
    chapter_title: str
    chapter_code: str
    places: Sequence[PlaceGroup]
    total: int


@dataclass(frozen=True, kw_only=True)
class PostsPage(PageContext):
    """/posts: every post by industry; `adding` are rows of other documents that go along to the post chosen."""

    template: ClassVar[str] = "posts.html"
    adding: Sequence[DocumentLine]
    groups: Sequence[tuple[str, Sequence[PostLink]]]
    total: int


@dataclass(frozen=True, kw_only=True)
class PostPage(PageContext):
    """/posts/{id}: what the post does, needs and faces, place by place, and its papers.

    `confirmed_by` is who answers for the lines of general practice on the papers; without a name they leave them out.
    `own` are rows of other documents that may be added to the papers, each with whether it is among the `added`;
    `query` carries both along to the papers; `saved` are the cards the enterprise made of the post.
    """

    template: ClassVar[str] = "post.html"
    own: Sequence[tuple[DocumentLine, bool]]
    added: Sequence[str]
    query: str
    post: PostView
    places: Sequence[PlaceGroup]
    total: int
    playbooks: Sequence[PlaybookLink]
    signs: Sequence[SignView]
    documents: Sequence[Offer]
    confirmed_by: str
    saved: Sequence[SavedLink]
    review: ReviewView


@dataclass(frozen=True, kw_only=True)
class CardPage(PageContext):
    """/posts/{id}/card: the notice card (岗位风险告知卡) as a page that prints.

    `notice` is what the printed notice says (web.documents.notice.notice_data), so that page and paper never differ;
    `playbooks` lead to all steps, also those paper leaves out; `post_url` leads back, all that was chosen kept, and
    `worker_url` to the worker's depth; `checked` tells who came by a paper's QR code whether it still agrees.
    """

    template: ClassVar[str] = "card.html"
    checked: str
    post_url: str
    worker_url: str
    notice: Mapping[str, Any]
    playbooks: Sequence[PlaybookLink]
    signs: Sequence[SignView]
    documents: Sequence[Offer]


@dataclass(frozen=True, kw_only=True)
class DocumentPage(PageContext):
    """/posts/{id}/documents/{document}.html: a document as a page; `files` are the same as files to download.

    `flow` is what DOCX and PDF are printed from; `post_url` leads back, all that was chosen kept.
    """

    template: ClassVar[str] = "document.html"
    post_url: str
    files: Sequence[tuple[str, str]]
    flow: Flow


@dataclass(frozen=True, kw_only=True)
class PlaybooksPage(PageContext):
    """/playbooks: every scenario with its first act."""

    template: ClassVar[str] = "playbooks.html"
    playbooks: Sequence[PlaybookLink]


@dataclass(frozen=True, kw_only=True)
class PlaybookPage(PageContext):
    """/playbooks/{id}: the first ten minutes of a scenario, each line with its source."""

    template: ClassVar[str] = "playbook.html"
    playbook: PlaybookView
    entries: Sequence[PlaceLink]
    entry_count: int
    review: ReviewView


@dataclass(frozen=True, kw_only=True)
class RegulationsPage(PageContext):
    """/regulations: the catalogue by kind, with the state of each document on `day`; `words` narrows it."""

    template: ClassVar[str] = "regulations.html"
    groups: Sequence[tuple[str, Sequence[RegulationLink]]]
    words: str
    shown: int
    total: int
    day: str


@dataclass(frozen=True, kw_only=True)
class RegulationPage(PageContext):
    """/regulations/{id}: a document, whether it applies on `day`, its editions, and the rows that cite it."""

    template: ClassVar[str] = "regulation.html"
    id: str
    name: str
    number: str
    kind: str
    issuer: str
    aliases: Sequence[str]
    misprints: Sequence[str]
    note: str
    known: FactView
    validity: ValidityView
    editions: Sequence[EditionView]
    replaced_by: Sequence[SuccessorView]
    clauses: ClauseList | None
    entries: Sequence[PlaceLink]
    entry_count: int
    day: str
    is_today: bool


@dataclass(frozen=True, kw_only=True)
class ComparePage(PageContext):
    """/regulations/{id}/compare: two editions of a document side by side, what differs marked; None without texts."""

    template: ClassVar[str] = "compare.html"
    id: str
    name: str
    comparison: Comparison | None


@dataclass(frozen=True, kw_only=True)
class ClausePage(PageContext):
    """/clauses/{id}: a clause as of `day`: both texts, what breaking it costs, how it is checked, where it bears."""

    template: ClassVar[str] = "clause.html"
    clause: ClauseView
    around: ClauseAround
    day: str
    is_today: bool


@dataclass(frozen=True, kw_only=True)
class ApplicablePage(PageContext):
    """/clauses: everything that applies to an industry or a post on `day`, as a checklist; without one, the choice.

    `chosen` is its Chinese name, `address` the parameters that ask for it; `document` narrows to one document.
    """

    template: ClassVar[str] = "applicable.html"
    chosen: str
    address: str
    document: str
    applied: AppliedView | None
    industries: Sequence[CodeName]
    xlsx_url: str
    day: str


@dataclass(frozen=True, kw_only=True)
class AboutPage(PageContext):
    """/about: what this is and is not, what its words mean, where its content comes from."""

    template: ClassVar[str] = "about.html"
    counts: dict[str, int]
    edition: str
    built_at: str
    version: str
    certainties: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class BatchesPage(PageContext):
    """/batch: the form for a batch; `documents` are value and name, `most` the posts one batch may hold.

    `batches` are those there are, newest first, for who `may_write` only: they name enterprises.
    """

    template: ClassVar[str] = "batches.html"
    industries: Sequence[CodeName]
    documents: Sequence[tuple[str, str]]
    batches: Sequence[BatchView]
    may_write: bool
    most: int


@dataclass(frozen=True, kw_only=True)
class BatchPage(PageContext):
    """/batch/{id}: how far a batch is, what of its list could not be used, and the finished file."""

    template: ClassVar[str] = "batch.html"
    batch: BatchView


@dataclass(frozen=True, kw_only=True)
class ProblemPage(PageContext):
    """Any error: one sentence that names the thing and the remedy, and ways on."""

    template: ClassVar[str] = "problem.html"
    status: int
    message: str
    links: Sequence[tuple[str, str]] = field(default=())
