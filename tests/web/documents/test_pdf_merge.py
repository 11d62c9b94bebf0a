"""Merged PDFs: marked content, headings, table heads and drawings of every page stay in one tag tree."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from kb.model.sign import SafetySign
from kb.services.cards import build_card
from tests.card_samples import HOSTILE, Records, entry, filled, long_card, playbook, post, short_card
from tests.web.documents.reading import pdf_pages, pdf_tags
from web.documents import notice
from web.documents.pdf_merge import TaggedMerge

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def merged(parts: list[bytes]) -> bytes:
    target = io.BytesIO()
    merge = TaggedMerge(target, "告知卡 <1> \\1")
    for part in parts:
        merge.add(part)
    merge.finish()
    return target.getvalue()


@pytest.fixture(scope="module")
def parts() -> list[bytes]:
    """Three PDFs: many tables over pages; a card with a drawing and a hostile name; two cards in one."""
    sign = SafetySign(id="w", kind="warning", name="当心中毒", drawing="w.svg", source=playbook().steps[0].source)
    records = Records((entry(1, 1),), safety_signs={"w": sign})
    drawn = build_card(post(title=f"工) 1 0 R /ID (x){HOSTILE}", safety_signs=("w",)), records, filled())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("web.documents.notice.sign_svg", lambda name: DRAWING)
        return [notice.notices_pdf(cards) for cards in ((long_card(),), (drawn,), (short_card(), drawn))]


@pytest.fixture(scope="module")
def whole(parts: list[bytes]) -> bytes:
    return merged(parts)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every structure element below `node`, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def leaves(node: pikepdf.Object, kind: str) -> Iterator[tuple[object, pikepdf.Object]]:
    """Keys and values of an index (number or name tree)."""
    for kid in node.get("/Kids", []):
        found = list(leaves(kid, kind))
        assert [found[0][0], found[-1][0]] == list(kid.Limits)
        yield from found
    items = list(node.get(kind, []))
    yield from zip(items[::2], items[1::2], strict=True)


def test_the_whole_reads_as_its_parts_do(parts, whole):
    assert pdf_pages(whole) == [page for part in parts for page in pdf_pages(part)]
    tags = [tag for part in parts for tag in ["Part", *pdf_tags(part)[1:]]]
    assert pdf_tags(whole) == ["Document", *tags]
    assert {"H1", "H2", "TH", "Figure:当心中毒"} <= set(tags)


def test_every_marked_content_of_every_page_leads_to_its_element(whole):
    with opened(whole) as document:
        index = dict(leaves(document.Root.StructTreeRoot.ParentTree, "/Nums"))
        assert sorted(index) == list(index)
        assert len({int(page.obj.StructParents) for page in document.pages}) == len(document.pages)
        for page in document.pages:
            marks = [
                int(operands[1].MCID)
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
            ]
            owners = index[int(page.obj.StructParents)]
            assert sorted(marks) == list(range(len(owners)))
            assert marks
            for mark, owner in enumerate(owners):
                assert owner.Pg.objgen == page.obj.objgen
                assert mark in [kid for kid in owner.K if isinstance(kid, int)]


def test_every_element_hangs_under_the_one_that_holds_it(whole):
    with opened(whole) as document:
        tree = document.Root.StructTreeRoot
        held = {element.objgen for element in elements(tree)}
        assert all(kid.P.objgen == element.objgen for element in elements(tree) for kid in elements_at(element))
        assert all(top.P.objgen == tree.objgen for top in elements_at(tree))
        reached = {
            owner.objgen
            for _, owners in leaves(tree.ParentTree, "/Nums")
            for owner in (owners if isinstance(owners, pikepdf.Array) else [owners])
        }
        assert reached <= held


def elements_at(node: pikepdf.Object) -> list[pikepdf.Dictionary]:
    kids = node.get("/K", [])
    listed = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def test_table_cells_find_their_heads(whole):
    with opened(whole) as document:
        tree = document.Root.StructTreeRoot
        names = [bytes(name) for name, _ in leaves(tree.IDTree, "/Names")]
        assert all(before < after for before, after in pairwise(names))
        heads = {bytes(name): element for name, element in leaves(tree.IDTree, "/Names")}
        wanted = [
            bytes(name)
            for element in elements(tree)
            for attributes in element.get("/A", [])
            for name in attributes.get("/Headers", [])
        ]
        assert wanted
        assert {str(heads[name].S) for name in wanted} == {"/TH"}
        assert all(bytes(element.ID) == name for name, element in heads.items())


def test_bookmarks_run_through_all_parts(whole):
    with opened(whole) as document, document.open_outline() as outline:
        assert len(outline.root) == int(document.Root.Outlines.Count) == 4
        assert all(any("应急措施" in child.title for child in card.children) for card in outline.root)
        pages = [int(card.destination[0].get("/StructParents")) for card in outline.root]
        assert pages == sorted(pages)


def test_an_independent_reader_finds_tags_on_every_page(whole):
    document = pypdfium2.PdfDocument(whole)
    for page in document:
        tree = raw.FPDF_StructTree_GetForPage(page)
        assert raw.FPDF_StructTree_CountChildren(tree) > 0
        raw.FPDF_StructTree_Close(tree)
        page.close()
    document.close()


def test_the_whole_declares_what_its_parts_do(whole):
    with opened(whole) as document, document.open_metadata() as metadata:
        assert not document.check_pdf_syntax()
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["{http://ns.adobe.com/xap/1.0/t/pg/}NPages"] == str(len(document.pages))
        assert str(document.Root.Lang) == "zh-CN"
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.docinfo["/Title"] == metadata["dc:title"] == "告知卡 <1> \\1"
        assert document.Root.StructTreeRoot.RoleMap


def test_the_same_parts_give_the_same_bytes_and_shared_drawings_once(parts, whole):
    assert merged(parts) == whole
    with opened(merged([parts[1], parts[1]])) as twice, opened(parts[1]) as once:
        fonts = [obj for obj in once.objects if isinstance(obj, pikepdf.Stream) and "/Length1" in obj]
        assert sum(isinstance(obj, pikepdf.Stream) and "/Length1" in obj for obj in twice.objects) == len(fonts)


def test_what_is_not_tagged_is_refused():
    blank = pikepdf.new()
    blank.add_blank_page()
    target = io.BytesIO()
    blank.save(target)
    with pytest.raises(ValueError, match="cannot merge"):
        TaggedMerge(io.BytesIO()).add(target.getvalue())
    with pytest.raises(ValueError, match="nothing to merge"):
        TaggedMerge(io.BytesIO()).finish()


def test_many_notices_count_their_own_pages(monkeypatch):
    monkeypatch.setattr(notice, "TOGETHER", 2)
    target = io.BytesIO()
    notice.write_notices((short_card(), long_card(), short_card()), target)
    pages = pdf_pages(target.getvalue())
    assert "第1页/共1页" in pages[0]
    assert f"第1页/共{len(pages) - 2}页" in pages[1]
    assert "第1页/共1页" in pages[-1]
