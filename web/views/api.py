"""Records in, API answers out: entries, posts and documents as web.api_models says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kb.model.base import CodeName, Source
from kb.model.document_entry import DocumentEntry, where_in
from kb.model.entry import Basis, Erratum, HazardEntry, Measure, StricterNow
from kb.model.official import OfficialRow
from kb.model.post import Post
from kb.model.regulation import REGULATION_KINDS, Edition, Fact, Regulation
from kb.store.knowledge import Knowledge
from web import api_models as out
from web.views.entry import cautions_about, entry_url, said_check
from web.views.playbook import playbook_links
from web.views.post import post_link
from web.views.regulation_clauses import clause_list
from web.views.sources import regulation_url, source_view
from web.views.validity import basis_views, successor_views, validity_view

SPECIALIST_MARK = "【仅限专业人员】"
ERRATUM_MARK = "【手册此条有误，见勘误】"
STRICTER_MARK = "【现行规定更严】"


def marked_lines(entry: HazardEntry) -> list[str]:
    """Return the texts of all measures, whole; what must not be followed as it stands says so in front."""
    return [_mark(entry, measure) + measure.text for measure in entry.measures]


def _mark(entry: HazardEntry, measure: Measure) -> str:
    marks = SPECIALIST_MARK if measure.specialist_only else ""
    marks += ERRATUM_MARK if cautions_about(entry.errata, measure) else ""
    return marks + (STRICTER_MARK if cautions_about(entry.stricter_now, measure) else "")


def basis_out(entry: HazardEntry, day: date, knowledge: Knowledge) -> list[out.BasisOut]:
    """Return the documents a row cites, each with its state on `day`."""
    return _basis_out(entry.legal_basis, day, knowledge)


def _basis_out(bases: Iterable[Basis], day: date, knowledge: Knowledge) -> list[out.BasisOut]:
    return [
        out.BasisOut(b.document, b.title, b.as_printed, b.clause, b.validity.code, b.validity.name, b.validity.how)
        for b in basis_views(bases, day, knowledge)
    ]


def emergency_out(ids: Iterable[str], knowledge: Knowledge) -> list[out.EmergencyOut]:
    """Return the playbooks with these ids."""
    return [out.EmergencyOut(link.id, link.title, link.first, link.url) for link in playbook_links(ids, knowledge)]


def _source(source: Source | None, knowledge: Knowledge) -> out.SourceOut | None:
    return out.SourceOut(source_view(source, knowledge).text, source.how) if source else None


def _measure(entry: HazardEntry, measure: Measure, knowledge: Knowledge) -> out.MeasureOut:
    return out.MeasureOut(
        text=measure.text,
        renders=list(measure.renders),
        strength=measure.strength,
        condition=measure.condition,
        actor=measure.actor,
        control=measure.control,
        phase=measure.phase,
        permits=list(measure.permits),
        specialist_only=measure.specialist_only,
        printable=measure.printable,
        erratum=cautions_about(entry.errata, measure),
        stricter_now=cautions_about(entry.stricter_now, measure),
        supplement=_source(measure.supplement, knowledge),
    )


def _cautions(cautions: Iterable[Erratum | StricterNow], knowledge: Knowledge) -> list[out.CautionOut]:
    return [out.CautionOut(c.text, list(c.measures), _source(c.source, knowledge)) for c in cautions]


def _official(entry_id: str, row: OfficialRow | None, pictures: int) -> out.OfficialOut | None:
    if row is None:
        return None
    return out.OfficialOut(
        location=row.location,
        hazard=row.hazard,
        accident_types=list(row.accident_types),
        control_measures=list(row.control_measures),
        legal_basis=row.legal_basis,
        row_no=row.row_no,
        pages=list(row.pages),
        flags=list(row.flags),
        pictures=[f"{entry_url(entry_id)}/picture/{n}" for n in range(1, pictures + 1)],
    )


def entry_out(entry: HazardEntry, day: date, knowledge: Knowledge, pictures: int) -> out.EntryOut:
    """Return `entry` whole, its legal basis as of `day`; `pictures` of its official row can be asked for."""
    return out.EntryOut(
        id=entry.id,
        url=entry_url(entry.id),
        industry=entry.industry.name,
        industry_code=entry.industry.code,
        chapter=entry.chapter.title,
        chapter_code=f"{entry.industry.code}-{entry.chapter.number:02}",
        section=list(entry.section),
        location=entry.location,
        location_kind=entry.location_kind,
        also_called=list(entry.also_called),
        hazard="\n".join(entry.hazards),
        hazards=list(entry.hazards),
        accident_types=list(entry.accident_types),
        accident_types_printed=list(entry.accident_types_printed),
        control_measures=marked_lines(entry),
        measures=[_measure(entry, measure, knowledge) for measure in entry.measures],
        errata=_cautions(entry.errata, knowledge),
        stricter_now=_cautions(entry.stricter_now, knowledge),
        legal_basis=basis_out(entry, day, knowledge),
        emergency_response=emergency_out(entry.playbooks, knowledge),
        posts=[CodeName(post_id, knowledge.post(post_id).title) for post_id in entry.posts],
        same=[i for i in knowledge.same_entries(entry.id) if i != entry.id],
        official=_official(entry.id, knowledge.official(entry.id), pictures),
        review=out.ReviewOut(entry.review.who, entry.review.when, entry.review.engineer),
        as_of=day.isoformat(),
    )


def document_out(entry: DocumentEntry) -> out.DocumentOut:
    """Return where a row of another document is from."""
    said = said_check(entry.row.checked)
    return out.DocumentOut(entry.document.code, entry.document.name, where_in(entry.row), entry.number, said)


def row_basis_out(entry: DocumentEntry, day: date, knowledge: Knowledge) -> list[out.BasisOut]:
    """Return the documents a row of another document cites, each with its state on `day`."""
    return _basis_out(entry.legal_basis, day, knowledge)


def document_entry_out(entry: DocumentEntry, day: date, knowledge: Knowledge, pictures: int) -> out.EntryOut:
    """Return a row of another document as an entry; what the document does not say is empty."""
    row, industry = entry.row, entry.industry or CodeName("", "")
    return out.EntryOut(
        id=entry.id,
        url=entry_url(entry.id),
        industry=industry.name,
        industry_code=industry.code,
        chapter=row.chapter,
        chapter_code=entry.document.code,
        section=list(row.section),
        location=row.location,
        location_kind="",
        also_called=[],
        hazard=row.hazard,
        hazards=[row.hazard],
        accident_types=list(entry.accident_types),
        accident_types_printed=list(row.accident_types),
        control_measures=list(row.control_measures),
        measures=[],
        errata=[],
        stricter_now=[],
        legal_basis=row_basis_out(entry, day, knowledge),
        emergency_response=[],
        posts=[],
        same=[],
        official=_official(entry.id, row, pictures),
        review=out.ReviewOut("", "", ""),
        as_of=day.isoformat(),
        document=document_out(entry),
    )


def posts_out(posts: Sequence[Post]) -> out.PostsOut:
    """Return the list of posts."""
    listed = []
    for post in posts:
        link = post_link(post)
        names = [*post.aliases, *post.colloquial]
        listed.append(out.PostOut(post.id, post.title, names, link.industry, post.industry, link.url, link.card_url))
    return out.PostsOut(len(listed), listed)


def regulation_out(regulation: Regulation, day: date, knowledge: Knowledge) -> out.RegulationOut:
    """Return a document with its state on `day`."""
    validity = validity_view(regulation, day, knowledge)
    listed = clause_list(regulation, "", day, knowledge)
    successors = zip(regulation.replaced_by, successor_views(regulation.replaced_by, knowledge), strict=True)
    return out.RegulationOut(
        id=regulation.id,
        url=regulation_url(regulation.id),
        kind=regulation.kind,
        kind_name=REGULATION_KINDS[regulation.kind],
        title=regulation.title,
        number=regulation.number,
        issuer=regulation.issuer,
        aliases=list(regulation.aliases),
        as_of=day.isoformat(),
        status=validity.code,
        status_name=validity.name,
        status_text=validity.text,
        certainty=validity.how,
        known=_fact(regulation.known),
        editions=[_edition(edition) for edition in regulation.editions],
        replaced_by=[
            out.SuccessorOut(
                record.document, view.document.title, record.in_force, record.partly, record.note, record.how
            )
            for record, view in successors
        ],
        entries=[entry.id for entry in knowledge.regulation_entries(regulation.id)],
        note=regulation.note,
        clauses_edition=listed.edition if listed else "",
        clauses=[
            out.ClauseLineOut(line.id, line.url, line.label, line.text, line.duty, bool(line.official))
            for line in (listed.lines if listed else ())
        ],
    )


def _fact(fact: Fact | None) -> out.FactOut:
    return out.FactOut(fact.value, fact.how, fact.source) if fact else out.FactOut("", "unverified", "")


def _edition(edition: Edition) -> out.EditionOut:
    facts = (_fact(edition.adopted), _fact(edition.in_force), _fact(edition.until))
    return out.EditionOut(edition.id, edition.number, edition.title, *facts)
