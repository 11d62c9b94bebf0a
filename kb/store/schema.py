"""The one place that knows the JSON Schema library: corpus/schema.yaml as validators with Chinese messages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from kb.store.yaml_files import read_yaml

_MESSAGES = {
    "required": "缺少字段 {property}",
    "additionalProperties": "有规格里没有的字段 {unexpected}",
    "enum": "取值不在允许之列",
    "pattern": "写法不合规格",
    "minItems": "条数不够",
    "maxItems": "条数过多",
    "uniqueItems": "有重复",
    "type": "类型不对",
    "not": "带 same_as 的条目不得再写自己的内容",
}


@cache
def _validator(folder: Path, definition: str) -> jsonschema_rs.Draft202012Validator:
    schema = read_yaml(folder / "schema.yaml")
    return jsonschema_rs.Draft202012Validator({**schema, "$ref": f"#/$defs/{definition}"})


def problems(folder: Path, definition: str, document: Any) -> list[str]:
    """Return what is wrong with `document` under `$defs/{definition}` of the schema in `folder`, [] when sound."""
    return [_describe(error) for error in _validator(folder, definition).iter_errors(document)]


def _describe(error: jsonschema_rs.ValidationError) -> str:
    where = "/".join(str(step) for step in error.instance_path) or "（文件）"
    kind = error.kind
    details = {name: getattr(kind, name) for name in ("property", "unexpected") if hasattr(kind, name)}
    template = _MESSAGES.get(str(kind.name))
    return f"{where}：{template.format(**details) if template else error.message}"
