"""Where rows are looked at and put right: the library's documents, what was said of them, and saying more."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from kb.edition import EditionInputs, current_edition, library_digest
from kb.errors import ConflictError, NotFoundError
from kb.model.claim import CLAIM_NAMES, Claim, ClaimKind, RowText, fingerprint, row_text
from kb.services.corrections import Reviewed, in_review_order, review
from kb.store.library import StoredDocument


@dataclass(frozen=True)
class ReviewedDocument:
    """A document with its rows and what holds for each."""

    document: StoredDocument
    rows: tuple[Reviewed, ...]

    @property
    def waiting(self) -> list[Reviewed]:
        """The rows somebody should look at, those read from pictures first."""
        return in_review_order(self.rows)

    def row(self, row_id: str) -> Reviewed:
        """Return one row; raises NotFoundError."""
        for item in self.rows:
            if item.row.id == row_id:
                return item
        raise NotFoundError(f"“{self.document.name}”里没有编号为 {row_id} 的行，请从核对页重新选。", row_id)

    def after(self, row_id: str) -> Reviewed | None:
        """Return the waiting row to go to after this one: the next in the order of review, else the first."""
        order = [item.row.id for item in in_review_order(self.rows, also=row_id)]
        place = order.index(row_id) if row_id in order else -1
        ids = [i for i in (*order[place + 1 :], *order[: max(place, 0)]) if i != row_id]
        return self.row(ids[0]) if ids else None


@dataclass(frozen=True)
class Said:
    """What someone says of a row: `seen` is the fingerprint of the reading and `last` the claim they were shown."""

    kind: ClaimKind
    who: str
    seen: str
    last: str = ""
    text: RowText | None = None


class ReviewDesk:
    """Reads and writes claims over one data folder; keeps nothing, so any process may do the same beside it."""

    def __init__(self, inputs: EditionInputs) -> None:
        self.inputs = inputs

    def documents(self) -> tuple[ReviewedDocument, ...]:
        """Return every document with its rows."""
        return tuple(map(self._reviewed, self.inputs.library.stored()))

    def document(self, document_id: str) -> ReviewedDocument:
        """Return the document with this id (doc-…); raises NotFoundError."""
        for stored in self.inputs.library.stored():
            if stored.id == document_id:
                return self._reviewed(stored)
        raise NotFoundError(f"资料库里没有编号为 {document_id} 的文件，请从核对页重新选。", document_id)

    def history(self, document: StoredDocument, row_id: str) -> tuple[Claim, ...]:
        """Return all that was said of a row, first to last."""
        return tuple(claim for claim in self.inputs.claims.claims(document.sha) if claim.row == row_id)

    def say(self, document_id: str, row_id: str, said: Said) -> Claim:
        """Write down what someone says of a row and return it; on disk when this returns.

        Raises ConflictError where the row has been read anew or somebody else spoke meanwhile, NotFoundError where
        there is nothing to undo.
        """
        found = self.document(document_id)
        item = found.row(row_id)
        if said.seen != fingerprint(item.row) or said.last != (item.claim.id if item.claim else ""):
            raise ConflictError("这一行刚被别人改过，或者文件重新读过：你写的还在下面，请看清现在的内容再按一次。")
        claim = self._claim(item, said)
        self.inputs.claims.add(found.document.sha, claim)
        return claim

    def behind(self) -> bool:
        """Tell whether the edition being served was built from other rows or other claims than there are now."""
        folder = current_edition(self.inputs.editions)
        if folder is None:
            return True
        facts = msgspec.json.decode((folder / "complete").read_bytes(), type=dict[str, str])
        return facts.get("library") != library_digest(self.inputs)

    def _reviewed(self, stored: StoredDocument) -> ReviewedDocument:
        return ReviewedDocument(stored, review(stored.rows(), self.inputs.claims.claims(stored.sha)))

    def _claim(self, item: Reviewed, said: Said) -> Claim:
        if said.kind == "undo" and item.claim is None:
            raise NotFoundError(f"这一行没有可{CLAIM_NAMES['undo']}的，已经是识别的原文。", item.row.id)
        kind, text = said.kind, said.text
        if kind in {"accept", "correct"}:
            same = text is None or text == row_text(item.row)
            kind, text = ("accept", None) if same else ("correct", text)
        return Claim(
            id=secrets.token_hex(6),
            kind=kind,
            row=item.claim.row if item.claim and kind == "undo" else item.row.id,
            said_of=fingerprint(item.row),
            who=said.who,
            when=datetime.now(UTC).isoformat(timespec="seconds"),
            text=text if kind == "correct" else None,
            undoes=item.claim.id if item.claim and kind == "undo" else "",
        )


def flagged(rows: Iterable[Reviewed]) -> int:
    """Return how many of the rows the reading itself was unsure of."""
    return sum(bool(item.row.flags) for item in rows)
