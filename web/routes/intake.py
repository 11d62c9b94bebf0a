"""What all pages that change the library say: may one write, does the edition follow, what was just done."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from web.guard import who_writes
from web.state import services_of

_DONE = {
    "accept": "已认可",
    "correct": "已更正",
    "reject": "已剔除，不再进知识库；要找回来，到“已剔除”里撤销",
    "undo": "已撤销",
}
"""What a page says after something was done, by the word in its address."""


async def intake_state(request: Request) -> dict[str, Any]:
    """Return what all pages of the intake show of whoever asks and of the edition."""
    services = services_of(request)
    intake = services.intake
    behind, writer = await services.work(intake.review.behind), await who_writes(request)
    if behind and writer is not None and not intake.build.failure:
        intake.build.request()  # what an earlier server did not get to
    return {
        "may_write": writer is not None,
        "updating": behind and not intake.build.failure,
        "failure": intake.build.failure if behind else "",
        "done": _DONE.get(request.query_params.get("done", ""), ""),
        "here": request.url.path,
    }
