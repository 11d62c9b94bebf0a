"""The Jinja environment and the one function that turns a page's context into a response."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup, escape
from starlette.templating import Jinja2Templates

from web.views.segments import Run

if TYPE_CHECKING:
    from web.contexts import PageContext

FOLDER = Path(__file__).resolve().parent
STATIC = FOLDER / "static"
_UNSAFE = re.compile("[&<>'\"]")


@cache
def static_url(name: str) -> str:
    """Return the address of a static file, with a digest of its content so that it may be kept for a year."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def path_part(text: str) -> str:
    """Return `text` quoted for use inside a path, slashes too."""
    return quote(text, safe="")


def marked(runs: Sequence[Run]) -> Markup:
    """Return runs of text with the matched ones in <mark>; what needs escaping is escaped, as a template would.

    A page of results has hundreds: as a macro they took a third of its time, escaping what needs none a fifth.
    """
    safe: Callable[[str], str] = escape if _UNSAFE.search("".join([run.text for run in runs])) else str
    pieces = [f"<mark>{safe(run.text)}</mark>" if run.marked else safe(run.text) for run in runs]
    return Markup("".join(pieces))  # noqa: S704 - every run is escaped above, or holds nothing to escape


@lru_cache(maxsize=16_384)  # about 1 KB each
def kept(view: Hashable, macro: Macro) -> str:
    """Return what `macro` makes of `view`, made once: for parts of a page that are the same whatever was asked.

    Views are told apart as they compare, so those of records compare by identity.
    """
    return macro(view)


@cache
def css_name(code: str) -> str:
    """Return a code of ours as it stands in a class name."""
    return code.replace("_", "-")


@cache
def templates() -> Jinja2Templates:
    """Return the templates: autoescape on, an unknown name is an error and never an empty place."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # an upgrade restarts the server; looking at the files took a tenth of a page
    )
    environment.globals["static_url"] = static_url
    environment.filters["path_part"] = path_part
    environment.filters["marked"] = marked
    environment.filters["kept"] = kept  # a filter is called straight, a function through the context
    environment.filters["css_name"] = css_name
    return Jinja2Templates(env=environment)


def render(request: Request, context: PageContext, status: int = 200) -> Response:
    """Render `context` with its own template; the template sees the context's fields and nothing else."""
    values: dict[str, Any] = {item.name: getattr(context, item.name) for item in fields(context)}
    return templates().TemplateResponse(request, context.template, values, status_code=status)
