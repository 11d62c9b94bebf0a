"""docs/corpus.md from the schema and the rules themselves, so that the page cannot drift from what is checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.check.rules import RULES
from kb.store.yaml_files import read_yaml

_HEAD = """# 语料规格

本页由 `make docs` 从 `corpus/schema.yaml` 和检查规则生成，请改那里，不要改这里。

语料是 corpus/ 下的 YAML 文件，一节一个文件，按手册顺序排列，可直接用文本编辑器改；改完运行 `make corpus` 检查。
"""


def schema_page(folder: Path) -> str:
    """Return the Markdown page describing every record of the corpus in `folder` and every rule of the checker."""
    definitions = read_yaml(folder / "schema.yaml")["$defs"]
    parts = [_HEAD]
    for name, definition in definitions.items():
        parts.append("\n".join(_section(name, definition)))
    parts.append("## 检查规则\n\n| 规则 | 内容 |\n|---|---|\n" + "\n".join(_rules()))
    return "\n".join(parts) + "\n"


def _section(name: str, definition: dict[str, Any]) -> Iterator[str]:
    yield f"## {definition.get('title', name)}（`{name}`）\n"
    if "description" in definition:
        yield definition["description"] + "\n"
    rows = list(_fields(definition, ""))
    if rows:
        yield "| 字段 | 必填 | 说明 |\n|---|---|---|"
        yield from rows
    yield ""


def _fields(definition: dict[str, Any], prefix: str) -> Iterator[str]:
    required = definition.get("required", ())
    for key, field in definition.get("properties", {}).items():
        yield f"| `{prefix}{key}` | {'是' if key in required else ''} | {_say(field)} |"
        inner = field.get("items", field)
        if "properties" in inner:
            yield from _fields(inner, f"{prefix}{key}.")


def _say(field: dict[str, Any]) -> str:
    said = [field["description"]] if "description" in field else []
    inner = field.get("items", field)
    if "enum" in inner:
        said.append("取值：" + "、".join(str(value) for value in inner["enum"]))
    if "$ref" in inner:
        said.append(f"见 `{inner['$ref'].rsplit('/', 1)[-1]}`")
    return "；".join(said).replace("|", "\\|")


def _rules() -> Iterator[str]:
    for name, rule in RULES.items():
        yield f"| `{name}` | {(rule.__doc__ or '').strip()} |"
