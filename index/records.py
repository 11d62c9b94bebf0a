"""What a hit shows of a document: one packed record each, in a file that is mapped and read row by row."""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Self

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
    """Reads records by row from a folder that `RecordWriter` wrote."""

    def __init__(self, folder: Path) -> None:
        self._offsets: Array = map_array(folder / "record_offsets.npy")
        with (folder / "records.msgpack").open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self._offsets[-1] else b""
        self._decode = msgspec.msgpack.Decoder(StoredRecord).decode

    def __getitem__(self, row: int) -> StoredRecord:
        """Return the record of document `row`."""
        return self._decode(self._data[self._offsets[row] : self._offsets[row + 1]])


class RecordWriter:
    """Writes records one after another into a folder; the file is whole when the block ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._encode = msgspec.msgpack.Encoder().encode
        self._ends = [0]

    def __enter__(self) -> Self:
        """Open the file."""
        self._file = (self._folder / "records.msgpack").open("wb")
        return self

    def add(self, record: StoredRecord) -> None:
        """Write the record of the next row."""
        self._ends.append(self._ends[-1] + self._file.write(self._encode(record)))

    def __exit__(self, *_: object) -> None:
        """Close the file and write where each record ends."""
        self._file.close()
        np.save(self._folder / "record_offsets.npy", np.array(self._ends, np.int64))
