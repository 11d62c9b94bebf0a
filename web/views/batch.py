"""A batch as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model.industry import find_industry
from web.batches.folder import BatchFolder
from web.batches.job import STATE_NAMES, State


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch: what it makes of whom, its state and how far it is, how many posts have a card of their
    own; `size` is of the finished file, in megabytes."""

    id: str
    title: str
    source: str
    day: str
    state: State
    state_name: str
    done: int
    total: int
    own: int
    problems: tuple[str, ...]
    error: str
    size: str

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {"done", "failed"}

    @property
    def url(self) -> str:
        """The address of the batch's page."""
        return f"/batch/{self.id}"


def batch_view(batch: BatchFolder) -> BatchView:
    """Return a batch as its files tell of it now."""
    job, progress, result = batch.job(), batch.progress(), batch.result()
    industry = find_industry(job.industry)
    return BatchView(
        id=batch.id,
        title=job.title,
        source=f"{industry.name}行业全部岗位" if industry else "上传的名单",
        day=job.as_of,
        state=progress.state,
        state_name=STATE_NAMES[progress.state],
        done=progress.done,
        total=progress.total,
        own=progress.own,
        problems=progress.problems,
        error=progress.error,
        size=f"{result.stat().st_size / 1e6:.1f} MB" if result else "",
    )
