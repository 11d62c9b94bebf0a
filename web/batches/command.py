"""`hazardkb batch`: hands in a batch or takes up one that was stopped, and makes it here and now."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kb.errors import HazardKbError
from kb.model.industry import INDUSTRIES, find_industry
from web.batches.folder import Batches, BatchFolder
from web.batches.job import Job, checked
from web.batches.work import Means, Told, make, work_through
from web.documents import default_format
from web.state import today_in_shanghai


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the command line brings: where progress and sentences are shown."""

    told: Told
    say: Callable[[str], None]


def run_batch(options: argparse.Namespace, batches: Batches, means: Means, terminal: Terminal) -> int:
    """Make the batch `options` ask for and write its file; return 0, or 1 where something could not be used.

    Raises HazardKbError where nothing could be made.
    """
    if options.resume == "":
        if hasattr(os, "nice"):
            os.nice(10)  # pages go first
        work_through(batches, means)
        return 0
    batch = batches.get(options.resume) if options.resume else batches.add(*_asked(options))
    terminal.say(f"这一批的编号：{batch.id}；中途停了，用 hazardkb batch --resume {batch.id} 接着做。")
    make(batch, means, terminal.told)
    return _delivered(batch, options.output, terminal.say)


def _asked(options: argparse.Namespace) -> tuple[Job, bytes | None]:
    industry = find_industry(options.industry) if options.industry else None
    if options.industry and industry is None:
        names = "、".join(item.name for item in INDUSTRIES)
        raise HazardKbError(f"没有“{options.industry}”这个行业，可选：{names}。")
    job = Job(
        document=options.document,
        form=options.format or default_format(options.document),
        joined=options.joined,
        industry=industry.code if industry else "",
        enterprise=options.enterprise,
        workshop=options.workshop,
        confirmed_by=options.confirmed_by,
        as_of=today_in_shanghai().isoformat(),
        created=datetime.now(UTC).isoformat(timespec="microseconds"),
        public_url=os.environ.get("HAZARDKB_PUBLIC_URL", ""),
    )
    return checked(job), _bytes_of(options.list) if options.list else None


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise HazardKbError(f"读不到名单“{path}”：{error.strerror}，请检查路径。") from error


def _delivered(batch: BatchFolder, output: Path | None, say: Callable[[str], None]) -> int:
    """Copy the finished file to `output` and tell of what could not be used."""
    progress, result = batch.progress(), batch.result()
    if progress.error:
        raise HazardKbError(progress.error)
    if result is None:
        raise HazardKbError("这一批正在别处做，请稍后再试。")
    target = output or Path(result.name)
    try:
        shutil.copyfile(result, target)
    except OSError as error:
        raise HazardKbError(f"写不进 {target}：{error.strerror}，请换一个位置。") from error
    for problem in progress.problems:
        say(problem)
    own = f"（{progress.own} 个用本单位存的卡）" if progress.own else ""
    say(f"已写入 {target}：{progress.done} 个岗位{own}，{len(progress.problems)} 处要看一下。")
    return 1 if progress.problems else 0
