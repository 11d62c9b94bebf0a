"""Joins tagged PDFs into one that is as accessible as its parts: one tag tree, one outline, one page tree.

Ordinary joining loses the tag tree, and one compilation of hundreds of cards takes gigabytes. So parts are read one
after the other and written at once; what must know all parts (page tree, outline, tag tree and its two indexes) is
kept as small nodes and written last. For PDFs as typst writes them: anything unknown in a catalog is an error.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

import pikepdf

from web.documents.pdf_writer import PdfWriter

_TEXT = rb"\((?:[^()\\]|\\.)*\)"
_TOKENS = re.compile(
    rb"(?P<ref>\d+) 0 R\b|/(?P<key>StructParents?) (?P<parent>\d+)|/ID \((?P<id>[^)]*)\)"
    rb"|/Headers \[(?P<headers>[^\]]*)\]|" + _TEXT + rb"|<[0-9A-Fa-f]*>",
    re.DOTALL,
)
"""What changes when an object moves: references, places in the parent tree, names of table cells. Texts are matched
so that nothing inside one is taken for any of these."""
_KNOWN = frozenset(
    ["/Type", "/Pages", "/Metadata", "/MarkInfo", "/Outlines", "/StructTreeRoot", "/ViewerPreferences", "/Lang"],
)
_XMP_TITLE = re.compile(rb'(<dc:title>\s*<rdf:Alt>\s*<rdf:li xml:lang="x-default">)[^<]*')
_XMP_PAGES = re.compile(rb"(?<=<xmpTPg:NPages>)\d+")
_XMP_NAMES = re.compile(rb"(?<=ID>)[^<]+(?=</xmpMM:(?:Instance|Document)ID>)")


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf of an index over all parts: its object number, and the first and last key it holds."""

    number: int
    first: bytes
    last: bytes


@dataclass(slots=True)
class _Part:
    """Where a part's objects go: `base` is added to their numbers, `parents` to places in the parent tree, and
    `prefix` (of fixed length, so that names stay sorted) set before names of table cells."""

    base: int
    parents: int
    prefix: bytes
    shared: dict[int, int] = field(default_factory=dict)

    def number(self, obj: Any) -> int:
        """Return the number in the whole of an indirect object of the part."""
        return self.base + int(obj.objgen[0])

    def moved(self, obj: Any) -> bytes:
        """Return an object's text with all its references as they are in the whole."""
        text: bytes = obj.unparse(resolved=True)
        return _TOKENS.sub(self._moved, text)

    def _moved(self, match: re.Match[bytes]) -> bytes:
        kind = match.lastgroup
        if kind == "ref":
            old = int(match["ref"])
            return b"%d 0 R" % self.shared.get(old, self.base + old)
        if kind == "parent":
            return b"/%s %d" % (match["key"], int(match["parent"]) + self.parents)
        if kind == "id":
            return b"/ID (%s%s)" % (self.prefix, match["id"])
        if kind == "headers":
            return b"/Headers [%s]" % match["headers"].replace(b"(", b"(" + self.prefix)
        return match[0]


class TaggedMerge:
    """Writes the parts handed to `add` to `target` as one tagged PDF; `finish` completes it.

    Language and declarations are the first part's, and so is the title unless one is given.
    """

    def __init__(self, target: BinaryIO, title: str = "") -> None:
        self._title = title
        self._writer = PdfWriter(target)
        self._pages, self._outlines, self._tree, self._document = (self._writer.reserve() for _ in range(4))
        self._page_nodes: list[int] = []
        self._page_count = 0
        self._tops: list[int] = []
        self._bookmarks: list[tuple[int, bytes]] = []
        self._parent_leaves: list[_Leaf] = []
        self._id_leaves: list[_Leaf] = []
        self._parents = 0
        self._streams: dict[bytes, int] = {}
        self._roles: dict[str, str] = {}
        self._first: tuple[bytes, bytes, bytes] | None = None

    def add(self, content: bytes) -> None:
        """Write one part. Raises ValueError for a PDF that is not tagged or holds what merging would lose."""
        with pikepdf.open(io.BytesIO(content)) as source:
            unknown = set(source.Root.keys()) - _KNOWN
            if unknown or "/StructTreeRoot" not in source.Root:
                raise ValueError(f"cannot merge: catalog holds {sorted(unknown)}")
            size = int(source.trailer.Size)
            base = self._writer.reserve(size) - 1
            part = _Part(base, self._parents, b"%05d-" % len(self._page_nodes))
            self._keep_first(source)
            special = {
                source.Root.objgen[0], source.docinfo.objgen[0], source.Root.Metadata.objgen[0],
                *self._page_tree(source.Root.Pages, part), *self._outline(source.Root, part),
                *self._tags(source.Root.StructTreeRoot, part),
            }  # fmt: skip
            self._copy([obj for obj in source.objects if obj.objgen[0] not in special], part)

    def finish(self) -> None:
        """Write what knows all parts. Raises ValueError when there is none."""
        if self._first is None:
            raise ValueError("nothing to merge")
        writer = self._writer
        frame, info, xmp = self._first
        kids = b" ".join(b"%d 0 R" % node for node in self._page_nodes)
        writer.add(self._pages, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (self._page_count, kids))
        self._finish_outline()
        self._finish_tags()
        catalog, information, metadata = (writer.reserve() for _ in range(3))
        xmp = _XMP_PAGES.sub(b"%d" % self._page_count, xmp)
        xmp = _XMP_NAMES.sub(hashlib.sha256(xmp + kids).hexdigest()[:22].encode() + b"==", xmp)
        writer.add_stream(metadata, b"<< /Type /Metadata /Subtype /XML /Length %d >>" % len(xmp), xmp)
        outlines = b"/Outlines %d 0 R" % self._outlines if self._bookmarks else b""
        refs = b"/Pages %d 0 R /StructTreeRoot %d 0 R /Metadata %d 0 R" % (self._pages, self._tree, metadata)
        writer.add(catalog, b"<< /Type /Catalog %s %s %s >>" % (refs, outlines, frame))
        writer.add(information, info)
        writer.finish(catalog, information)

    def _keep_first(self, source: pikepdf.Pdf) -> None:
        if self._first is None:
            root = source.Root
            held = (key for key in ("/Lang", "/MarkInfo", "/ViewerPreferences") if key in root)
            frame = b" ".join(b"%s %s" % (key.encode(), _direct(root[key])) for key in held)
            xmp = root.Metadata.read_bytes()
            if self._title:
                source.docinfo.Title = self._title
                xmp = _XMP_TITLE.sub(lambda start: start[1] + escape(self._title).encode(), xmp)
            self._first = (frame, source.docinfo.unparse(resolved=True), xmp)

    def _copy(self, objects: Sequence[pikepdf.Object], part: _Part) -> None:
        """Write a part's objects; streams that refer to nothing (drawings, colour profiles) once for all parts."""
        streams = [obj for obj in objects if isinstance(obj, pikepdf.Stream)]
        for stream in streams:
            head = stream.stream_dict.unparse(resolved=True)
            key = hashlib.sha256(head + stream.read_raw_bytes()).digest()
            if b" R" not in head and self._streams.setdefault(key, part.number(stream)) != part.number(stream):
                part.shared[stream.objgen[0]] = self._streams[key]
        for stream in streams:
            if stream.objgen[0] not in part.shared:
                head = part.moved(stream.stream_dict)
                self._writer.add_stream(part.number(stream), head, stream.read_raw_bytes())
        for obj in objects:
            if isinstance(obj, (pikepdf.Dictionary, pikepdf.Array)):
                self._writer.add(part.number(obj), part.moved(obj))

    def _page_tree(self, pages: Any, part: _Part) -> list[int]:
        self._page_nodes.append(part.number(pages))
        self._page_count += int(pages.Count)
        self._writer.add(part.number(pages), b"<< /Parent %d 0 R %s" % (self._pages, part.moved(pages)[2:]))
        return [pages.objgen[0]]

    def _outline(self, root: Any, part: _Part) -> list[int]:
        """Keep a part's top bookmarks for `finish`, which links them with their neighbours."""
        if "/Outlines" not in root:
            return []
        done, item = [root.Outlines.objgen[0]], root.Outlines.get("/First")
        while item is not None:
            following = item.get("/Next")
            for key in ("/Parent", "/Prev", "/Next"):
                if key in item:
                    del item[key]
            self._bookmarks.append((part.number(item), part.moved(item)[2:]))
            done.append(item.objgen[0])
            item = following
        return done

    def _finish_outline(self) -> None:
        numbers = [number for number, _ in self._bookmarks]
        for index, (number, body) in enumerate(self._bookmarks):
            before = b"/Prev %d 0 R" % numbers[index - 1] if index else b""
            after = b"/Next %d 0 R" % numbers[index + 1] if index + 1 < len(numbers) else b""
            self._writer.add(number, b"<< /Parent %d 0 R %s %s %s" % (self._outlines, before, after, body))
        if numbers:
            ends = b"/First %d 0 R /Last %d 0 R /Count %d" % (numbers[0], numbers[-1], len(numbers))
            self._writer.add(self._outlines, b"<< /Type /Outlines %s >>" % ends)

    def _tags(self, tree: Any, part: _Part) -> list[int]:
        """Hang a part's tags under the whole document, each part's own document element as a Part."""
        self._roles.update((key, str(value)) for key, value in tree.get("/RoleMap", {}).items())
        done = [tree.objgen[0]]
        for top in tree.K if isinstance(tree.K, pikepdf.Array) else [tree.K]:
            top.S = pikepdf.Name.Part
            del top["/P"]
            self._tops.append(part.number(top))
            self._writer.add(part.number(top), b"<< /P %d 0 R %s" % (self._document, part.moved(top)[2:]))
            done.append(top.objgen[0])
        self._parent_leaves += self._indexed(tree.ParentTree, "/Nums", part)
        self._parents += int(tree.ParentTreeNextKey)
        if "/IDTree" in tree:
            self._id_leaves += self._indexed(tree.IDTree, "/Names", part)
        return [*done, *(tree[key].objgen[0] for key in ("/ParentTree", "/IDTree") if key in tree)]

    def _indexed(self, node: Any, kind: str, part: _Part) -> Iterator[_Leaf]:
        """Write the leaves of a part's index with its keys as they are in the whole."""
        for kid in node.get("/Kids", ()):
            yield from self._indexed(kid, kind, part)
        items = list(node.get(kind, ()))
        if not items:
            return
        keys = [
            b"%d" % (int(key) + part.parents) if kind == "/Nums" else b"(%s%s)" % (part.prefix, bytes(key))
            for key in items[::2]
        ]
        pairs = b" ".join(
            b"%s %s" % (key, _reference(value, part)) for key, value in zip(keys, items[1::2], strict=True)
        )
        number = self._writer.reserve()
        limits = b"/Limits [%s %s]" % (keys[0], keys[-1])
        self._writer.add(number, b"<< %s %s [%s] >>" % (limits, kind.encode(), pairs))
        yield _Leaf(number, keys[0], keys[-1])

    def _finish_tags(self) -> None:
        kids = b" ".join(b"%d 0 R" % top for top in self._tops)
        document = b"<< /Type /StructElem /S /Document /P %d 0 R /K [%s] >>" % (self._tree, kids)
        self._writer.add(self._document, document)
        roles = b" ".join(b"%s %s" % (key.encode(), value.encode()) for key, value in self._roles.items())
        index = b"/ParentTree %d 0 R /ParentTreeNextKey %d" % (self._index(self._parent_leaves), self._parents)
        if self._id_leaves:
            index += b" /IDTree %d 0 R" % self._index(self._id_leaves)
        body = b"<< /Type /StructTreeRoot /K [%d 0 R] /RoleMap << %s >> %s >>" % (self._document, roles, index)
        self._writer.add(self._tree, body)

    def _index(self, leaves: list[_Leaf]) -> int:
        """Write the root of an index and return its number."""
        number = self._writer.reserve()
        self._writer.add(number, b"<< /Kids [%s] >>" % b" ".join(b"%d 0 R" % leaf.number for leaf in leaves))
        return number


def _direct(value: Any) -> bytes:
    return value.unparse(resolved=True) if isinstance(value, pikepdf.Object) else pikepdf.String(value).unparse()


def _reference(value: Any, part: _Part) -> bytes:
    """Return a value of an index: a reference, or an array of references."""
    return b"%d 0 R" % part.number(value) if value.is_indirect else part.moved(value)
