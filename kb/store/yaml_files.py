"""The one place that reads YAML: a corpus file in, plain Python values out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from kb.errors import CorpusError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Return the content of one YAML file.

    Raises CorpusError when the file is not readable as UTF-8 YAML; the sentence names file and line.
    """
    try:
        return yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 - both loaders are the safe ones
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "编码"
        raise CorpusError(f"语料文件 {path.name} {where}写法有误，请改正后重试。") from error
