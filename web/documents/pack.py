"""一岗一包 (pack): every document of a post in one ZIP, with a contents sheet that names files and entries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from kb.model.card import Card
from web.documents.flow import Flow, Grid, Heading, Text, flow, flow_pdf
from web.documents.post_list import in_order

TITLE = "一岗一包"
CONTENTS = "00-contents.pdf"

PackFile = tuple[str, str, bytes]
"""File name (from ids only), the document's Chinese title, content."""


def pack_zip(card: Card, files: Iterable[PackFile]) -> bytes:
    """Return `files` and a contents sheet as one ZIP; its entries carry the card's day, not the clock's."""
    found = list(files)
    year, month, day = (int(part) for part in card.options.as_of.split("-"))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [(CONTENTS, flow_pdf(contents_flow(card, found))), *((n, c) for n, _, c in found)]:
            info = zipfile.ZipInfo(name, date_time=(year, month, day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return target.getvalue()


def contents_flow(card: Card, files: Iterable[PackFile]) -> Flow:
    """Return the contents sheet: files, and the entries all of them speak of by the same ids."""
    chosen = {entry.id for entry in card.chosen}
    entries = (
        (entry.id, entry.location, "".join(entry.hazards), "是" if entry.id in chosen else "见清单")
        for entry in in_order(card)
    )
    return flow(
        card,
        TITLE,
        (
            Heading("文件"),
            Grid(("文件名", "内容"), (40, 60), tuple((name, title) for name, title, _ in files)),
            Heading("条目"),
            Text("各文件用同一条目编号。"),
            Grid(("条目编号", "场所/环节/部位", "较大危险因素", "上告知卡"), (26, 20, 42, 10), tuple(entries)),
        ),
    )
