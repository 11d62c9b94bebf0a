"""JSON Schemas of the API's answers: made from web.api_models, stored in web/schemas, named in the OpenAPI document.

`python -m web.api_schemas` writes web/schemas anew after a change of the models; a test compares.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kb import __version__
from web.api_models import ANSWERS

FOLDER = Path(__file__).resolve().parent / "schemas"
_COMPONENT = "#/components/schemas/{name}"


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an answer."""
    body = msgspec.json.schema(ANSWERS[name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"hazardkb:api/v1/{name}", **body}


def schema_text(name: str) -> str:
    """Return what web/schemas/{name}.json should hold."""
    return json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n"


def described(name: str) -> dict[str, Any]:
    """Return the route arguments that say what is answered: the model, and problems for every error."""
    reference = {"$ref": _COMPONENT.format(name=ANSWERS[name].__name__)}
    error = {"$ref": _COMPONENT.format(name="Problem")}
    problems = {
        status: {"description": text, "content": {"application/problem+json": {"schema": error}}}
        for status, text in ((400, "参数有误"), (404, "没有找到"), (409, "名称对应多个"), (503, "知识库还没有生成"))
    }
    answer = {200: {"description": "答复", "content": {"application/json": {"schema": reference}}}}
    return {"responses": {**answer, **problems}}


def openapi(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document, with the answers' models as components."""
    if app.openapi_schema is None:
        document = get_openapi(title="hazardkb", version=__version__, routes=app.routes, description=app.description)
        _, components = msgspec.json.schema_components(ANSWERS.values(), ref_template=_COMPONENT)
        known = document.setdefault("components", {}).setdefault("schemas", {})
        known.update(components)
        for unused in ("HTTPValidationError", "ValidationError"):
            known.pop(unused, None)
        for path in document["paths"].values():
            for operation in path.values():
                operation["responses"].pop("422", None)
        app.openapi_schema = document
    return app.openapi_schema


def write_schemas() -> None:
    """Write web/schemas anew."""
    FOLDER.mkdir(exist_ok=True)
    for name in ANSWERS:
        (FOLDER / f"{name}.json").write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    write_schemas()
