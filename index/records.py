"""What a hit shows of a document: one packed record each, in a file that is mapped and read row by row."""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from pathlib import Path

import msgspec
import numpy as np

from index.arrays import Array, map_array
from kb.model.search import Kind


class StoredRecord(msgspec.Struct, frozen=True, array_like=True):
    """The part of a `SearchDocument` that a hit needs: identity and the raw values of the searchable fields."""

    id: str
    kind: Kind
    title: str
    fields: dict[str, tuple[str, ...]]


class RecordFile:
    """Reads records by row from a folder written by `write`."""

    def __init__(self, folder: Path) -> None:
        self._offsets: Array = map_array(folder / "record_offsets.npy")
        with (folder / "records.msgpack").open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self._offsets[-1] else b""
        self._decode = msgspec.msgpack.Decoder(StoredRecord).decode

    def __getitem__(self, row: int) -> StoredRecord:
        """Return the record of document `row`."""
        return self._decode(self._data[self._offsets[row] : self._offsets[row + 1]])

    @staticmethod
    def write(folder: Path, records: Iterable[StoredRecord]) -> None:
        """Write all records in row order."""
        encode = msgspec.msgpack.Encoder().encode
        packed = [encode(record) for record in records]
        (folder / "records.msgpack").write_bytes(b"".join(packed))
        np.save(folder / "record_offsets.npy", np.cumsum([0, *map(len, packed)], dtype=np.int64))
