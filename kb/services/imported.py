"""What a user's imported texts add to the catalogue: editions it did not know, documents it does not have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from kb.model.base import HowKnown
from kb.model.clause import RegulationText
from kb.model.regulation import Edition, Fact, Regulation


def one_an_edition(texts: Iterable[RegulationText]) -> tuple[RegulationText, ...]:
    """Return the texts without those whose edition an earlier one holds already."""
    kept: dict[tuple[str, str], RegulationText] = {}
    for text in texts:
        kept.setdefault((text.document, text.edition), text)
    return tuple(kept.values())


def with_texts(regulations: Sequence[Regulation], texts: Iterable[RegulationText]) -> tuple[Regulation, ...]:
    """Return the catalogue with every text's edition and document in it, each said to be read in the user's file."""
    by_document: dict[str, list[RegulationText]] = {}
    for text in texts:
        by_document.setdefault(text.document, []).append(text)
    known = {regulation.id for regulation in regulations}
    own = [_own_document(found) for document, found in by_document.items() if document not in known]
    return (*(_completed(r, by_document.get(r.id, ())) for r in regulations), *own)


def _completed(regulation: Regulation, texts: Sequence[RegulationText]) -> Regulation:
    known = {edition.id for edition in regulation.editions}
    new = [_edition(text, "third_party") for text in texts if text.edition not in known]
    if not new:
        return regulation
    editions = tuple(sorted((*regulation.editions, *new), key=lambda edition: edition.id))
    return msgspec.structs.replace(regulation, editions=editions)


def _own_document(texts: Sequence[RegulationText]) -> Regulation:
    """Return a record of a document the catalogue lacks: that it still applies nobody has looked up."""
    first = texts[0]
    return Regulation(
        id=first.document,
        kind="other",
        title=first.title or first.name,
        issuer=first.issuer,
        issuer_how="read_in_text",
        editions=tuple(sorted((_edition(text, "unverified") for text in texts), key=lambda edition: edition.id)),
        known=Fact(value="题名", how="read_in_text", source=_source(first)),
        note="由用户导入，不在自带的文件目录里；是否现行请自行核对。",
    )


def _edition(text: RegulationText, how: HowKnown) -> Edition:
    """Return the edition a text is of; its dates were read by the program, so they are known only so far (`how`).

    In force before it was adopted is the day of the first edition, not of this one.
    """
    source = _source(text)
    adopted = Fact(value=text.adopted, how=how, source=source) if text.adopted else None
    from_then = text.in_force >= text.adopted if text.in_force else False
    in_force = Fact(value=text.in_force, how=how, source=source) if from_then else None
    known: HowKnown = "read_in_text" if how != "unverified" else how
    return Edition(id=text.edition, how=known, source=source, text=text.name, adopted=adopted, in_force=in_force)


def _source(text: RegulationText) -> str:
    return f"导入的文件 {text.name}"
