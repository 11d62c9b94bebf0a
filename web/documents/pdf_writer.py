"""Writes a PDF object by object, so that a file of any length needs memory for one part only."""

from __future__ import annotations

import hashlib
import zlib
from typing import BinaryIO

_PACKED = 200
"""Objects in one object stream."""
_FREE, _PLAIN, _IN_STREAM = 0, 1, 2


class PdfWriter:
    """Appends numbered objects to `target`: streams as they are, everything else packed into object streams.

    PDF 1.7 with a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8). Bodies are bytes as they stand in a file.
    """

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._position = 0
        self._places: dict[int, tuple[int, int, int]] = {}
        self._waiting: list[tuple[int, bytes]] = []
        self._last = 0
        self._digest = hashlib.sha256()
        self._put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def reserve(self, count: int = 1) -> int:
        """Return the first of `count` numbers nobody else gets."""
        first = self._last + 1
        self._last += count
        return first

    def add(self, number: int, body: bytes) -> None:
        """Write an object that is no stream."""
        self._waiting.append((number, body))
        if len(self._waiting) >= _PACKED:
            self._flush()

    def add_stream(self, number: int, dictionary: bytes, data: bytes) -> None:
        """Write a stream: `dictionary` with its brackets and right /Length, `data` filtered as it says."""
        self._places[number] = (_PLAIN, self._position, 0)
        self._put(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, dictionary, data))

    def finish(self, root: int, info: int) -> None:
        """Write cross-reference stream and end; `root` and `info` are the numbers of catalog and information."""
        self._flush()
        number, start = self.reserve(), self._position
        self._places[number] = (_PLAIN, start, 0)
        rows = bytearray()
        for key in range(number + 1):
            kind, place, index = self._places.get(key, (_FREE, 0, 0))
            rows += bytes((kind,)) + place.to_bytes(5, "big") + index.to_bytes(2, "big")
        name = self._digest.hexdigest()[:32].encode()
        head = b"/Type /XRef /Size %d /W [1 5 2] /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>]"
        self._deflated(number, head % (number + 1, root, info, name, name), bytes(rows))
        self._put(b"startxref\n%d\n%%%%EOF\n" % start)

    def _flush(self) -> None:
        if not self._waiting:
            return
        number, offsets, position = self.reserve(), [], 0
        for index, (key, body) in enumerate(self._waiting):
            self._places[key] = (_IN_STREAM, number, index)
            offsets.append(b"%d %d" % (key, position))
            position += len(body) + 1
        head = b" ".join(offsets) + b"\n"
        packed = head + b"\n".join(body for _, body in self._waiting)
        entries = b"/Type /ObjStm /N %d /First %d" % (len(self._waiting), len(head))
        self._waiting.clear()
        self._deflated(number, entries, packed)

    def _deflated(self, number: int, entries: bytes, data: bytes) -> None:
        small = zlib.compress(data)
        self.add_stream(number, b"<< %s /Filter /FlateDecode /Length %d >>" % (entries, len(small)), small)

    def _put(self, data: bytes) -> None:
        self._target.write(data)
        self._digest.update(data)
        self._position += len(data)
