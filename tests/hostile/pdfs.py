"""PDF files made to do harm, each by a function that writes it to a path; its name says what is wrong with it."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from reportlab.pdfgen.canvas import Canvas

MEGABYTE = 1024 * 1024
Maker = Callable[[Path], None]


def _form(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    return pdf.make_stream(content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])


def _drawing(form: pikepdf.Object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))


def form_within_itself(path: Path) -> None:
    """PDFium aborts the process."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        form = _form(pdf, b"/F Do")
        form.Resources = page.Resources = _drawing(form)
        page.Contents = pdf.make_stream(b"/F Do")
        pdf.save(path)


def forms_within_forms(path: Path) -> None:
    """Ten forms deep, each drawn ten times by the one above."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        inner = _form(pdf, b"0 0 m 9 9 l S")
        for _ in range(10):
            outer = _form(pdf, b"/F Do " * 10)
            outer.Resources = _drawing(inner)
            inner = outer
        page.Resources = _drawing(inner)
        page.Contents = pdf.make_stream(b"/F Do")
        pdf.save(path)


def a_million_characters(path: Path) -> None:
    """On one page, in points of one."""
    canvas = Canvas(str(path))
    text = canvas.beginText(10, 800)
    text.setFont("Helvetica", 1)
    for _ in range(1000):
        text.textLine("x" * 1000)
    canvas.drawText(text)
    canvas.save()


def a_cell_of_240_000_characters(path: Path) -> None:
    """In the ruled cell of a table."""
    canvas = Canvas(str(path), pageCompression=1)
    canvas.rect(10, 10, 500, 800)
    canvas.line(250, 10, 250, 810)
    text = canvas.beginText(12, 800)
    text.setFont("Helvetica", 1)
    for _ in range(600):
        text.textLine("y" * 400)
    canvas.drawText(text)
    canvas.save()


def ten_thousand_rules(path: Path) -> None:
    """Lines over lines."""
    canvas = Canvas(str(path))
    for number in range(10_000):
        canvas.line(10, number % 800, 500, number % 800)
    canvas.save()


def a_grid_of_200_by_200(path: Path) -> None:
    """Forty thousand cells, a digit in every fifth."""
    canvas = Canvas(str(path), pagesize=(1700, 1700), pageCompression=1)
    canvas.setFont("Helvetica", 4)
    for step in range(201):
        canvas.line(20, 20 + step * 8, 1620, 20 + step * 8)
        canvas.line(20 + step * 8, 20, 20 + step * 8, 1620)
    for row in range(200):
        for column in range(row % 5, 200, 5):
            canvas.drawString(22 + column * 8, 22 + row * 8, str(column % 10))
    canvas.save()


def unclosed_property_lists(path: Path) -> None:
    """Two hundred thousand of them."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(b"<<" * 200_000)
        pdf.save(path)


def a_page_that_unpacks_to_a_gigabyte(path: Path) -> None:
    """Of blanks, in a file of about a megabyte."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"\n") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    _with_content(path, start + block * 1024 + packer.flush(), b"/Filter/FlateDecode")


def a_picture_of_ten_billion_pixels(path: Path) -> None:
    """A black and white picture, 100,000 pixels wide and high, whose data unpack to a gigabyte."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"\0") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    with pikepdf.new() as pdf:
        _add_picture(pdf, start + block * 1192 + packer.flush(), 100_000, pikepdf.Name.FlateDecode)
        pdf.save(path)


def a_picture_of_rubbish(path: Path) -> None:
    """Said to be JPEG 2000."""
    with pikepdf.new() as pdf:
        _add_picture(pdf, random.Random(8).randbytes(50_000), 2_000, pikepdf.Name.JPXDecode)  # noqa: S311
        pdf.save(path)


def _add_picture(pdf: pikepdf.Pdf, data: bytes, side: int, filter_name: pikepdf.Name) -> None:
    facts: dict[str, Any] = {
        "Width": side,
        "Height": side,
        "BitsPerComponent": 1,
        "ColorSpace": pikepdf.Name.DeviceGray,
    }
    picture = pdf.make_stream(data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Filter=filter_name, **facts)
    page = pdf.add_blank_page(page_size=(600, 800))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
    page.Contents = pdf.make_stream(b"q 600 0 0 800 0 0 cm /P Do Q")


def _with_content(path: Path, data: bytes, facts: bytes) -> None:
    """A page with this content stream, already packed."""
    head = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n"
    )
    body = b"4 0 obj<<%b/Length %d>>stream\n%b\nendstream endobj\n" % (facts, len(data), data)
    path.write_bytes(head + body + b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF\n")


def ten_thousand_pages(path: Path) -> None:
    """Blank ones."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    pages = b"".join(
        b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n" % number for number in range(3, 10_003)
    )
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    tree = b"2 0 obj<</Type/Pages/Count 10000/Kids[" + kids + b"]>>endobj\n"
    path.write_bytes(head + tree + pages + b"trailer<</Root 1 0 R/Size 10003>>\nstartxref\n0\n%%EOF\n")


def a_cross_reference_that_names_itself(path: Path) -> None:
    """As the one before it."""
    body = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    at = len(body)
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    table %= (at, at)
    path.write_bytes(body + table)


def a_page_tree_that_is_its_own_parent(path: Path) -> None:
    """And its own only kid."""
    tree = b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 3/Parent 2 0 R>>endobj\n"
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    path.write_bytes(head + tree + b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF\n")


def filters_that_name_their_own_stream(path: Path) -> None:
    """As their parameters."""
    _with_content(path, b"BT ET", b"/Filter[/FlateDecode/FlateDecode/ASCII85Decode]/DecodeParms 4 0 R")


MAKERS: tuple[Maker, ...] = (
    form_within_itself, forms_within_forms, a_million_characters, a_cell_of_240_000_characters, ten_thousand_rules,
    a_grid_of_200_by_200, unclosed_property_lists, a_page_that_unpacks_to_a_gigabyte, a_picture_of_ten_billion_pixels,
    a_picture_of_rubbish, ten_thousand_pages, a_cross_reference_that_names_itself, a_page_tree_that_is_its_own_parent,
    filters_that_name_their_own_stream,
)  # fmt: skip
