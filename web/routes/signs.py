"""The drawings of safety signs, served from the corpus by a sign's id."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from kb.errors import NotFoundError
from kb.paths import corpus_folder
from web.state import edition_of, services_of

router = APIRouter(include_in_schema=False)


@router.get("/signs/{sign_id}.svg")
async def drawing(request: Request, sign_id: str) -> Response:
    """Answer a sign's drawing; the file is the one its record names, never what was typed."""
    knowledge = edition_of(request).knowledge
    sign = await services_of(request).work(lambda: knowledge.sign(sign_id))
    path = corpus_folder() / "signs" / sign.drawing
    if not path.is_file():
        raise NotFoundError(f"标志“{sign.name}”的图形文件不在语料里，请重新安装后再试。", sign_id)
    return Response(path.read_bytes(), media_type="image/svg+xml")
