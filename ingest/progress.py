"""Progress bars for long commands: one a file, drawn only on a terminal."""

from __future__ import annotations

from typing import NoReturn

from tqdm import tqdm


class Bars:
    """Progress bars for `ingest` and `batch`: one a file or a batch, drawn only on a terminal."""

    def __init__(self, unit: str = "页") -> None:
        self._unit = unit
        self._bars: dict[str, tqdm[NoReturn]] = {}

    def __call__(self, name: str, done: int, total: int) -> None:
        """Show that `done` of `total` pages of the file `name` are read."""
        bar = self._bars.get(name)
        if bar is None:
            bar = self._bars[name] = tqdm(total=total, desc=name, unit=self._unit, disable=None)
        bar.update(done - bar.n)
        if done >= total:
            bar.close()
