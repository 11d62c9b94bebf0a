"""The only place that calls typst: a template and data in, a tagged PDF out; a drawing in, a picture out."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any

import pikepdf
import typst

from web.documents.plain import printable_data

_FOLDER = Path(__file__).resolve().parent
_RESAVE_FROM = 200_000
"""Bytes from which a PDF is written anew by pikepdf: below it the saving is not worth the time (see bench)."""

_KEPT = 10
"""Compilations typst keeps results for (measured: fewer empty ones give nothing back)."""

_idle: LifoQueue[typst.Compiler] = LifoQueue()


def pdf(template: str, data: dict[str, Any], as_of: str) -> bytes:
    """Return `templates/{template}.typ` filled with `data` as PDF/UA-1, dated `as_of` (ISO day).

    Data reaches the template as one JSON string, so nothing in it is ever read as markup or code. Keys named `svg`
    hold drawings and are passed as they are. The same data give the same bytes.
    """
    compiler = _take()
    try:
        content = compiler.compile(
            input=str(_FOLDER / "templates" / f"{template}.typ"),
            sys_inputs={"data": json.dumps(_prepared(data), ensure_ascii=False)},
            format="pdf",
            pdf_standards="ua-1",
            timestamp=datetime.combine(date.fromisoformat(as_of), datetime.min.time(), UTC),
        )
    finally:
        _idle.put(compiler)
    if not isinstance(content, bytes):
        raise TypeError(f"{template}: typst gave {type(content).__name__} for a PDF")
    return resaved(content) if len(content) > _RESAVE_FROM else content


@lru_cache(maxsize=64)
def png(svg: str) -> bytes:
    """Return a drawing as a picture for office files, 24 mm high at 200 dots an inch on a clear ground."""
    compiler = _take()
    try:
        source = str(_FOLDER / "templates" / "sign.typ")
        content = compiler.compile(input=source, sys_inputs={"data": json.dumps({"svg": svg})}, format="png", ppi=200)
    finally:
        _idle.put(compiler)
    if not isinstance(content, bytes):
        raise TypeError(f"typst gave {type(content).__name__} for a picture")
    return content


def give_back_memory() -> None:
    """Make typst forget what it kept of earlier compilations, after a large one: it drops what ten did not use."""
    compiler = _take()
    try:
        for _ in range(_KEPT):
            compiler.compile(input=str(_FOLDER / "templates" / "blank.typ"), format="pdf")
    finally:
        _idle.put(compiler)


def resaved(content: bytes) -> bytes:
    """Return the PDF with its objects packed by pikepdf where that is smaller; tags and text are untouched."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(
            target, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True, deterministic_id=True
        )
    smaller = target.getvalue()
    return smaller if len(smaller) < len(content) else content


def _prepared(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: item if key == "svg" else _prepared(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_prepared(item) for item in value]
    return printable_data(value)


def _take() -> typst.Compiler:
    """Return an idle compiler or a new one: a compiler serves one thread at a time and keeps its fonts loaded."""
    try:
        return _idle.get_nowait()
    except Empty:
        return typst.Compiler(root=str(_FOLDER), font_paths=[str(_FOLDER / "fonts")], ignore_system_fonts=True)
