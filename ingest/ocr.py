"""Lines of text in pictures into characters: the recognition model of the `ocr` extra, run by onnxruntime.

This module is the only one that imports onnxruntime. Of rapidocr it uses the model file in its wheel and none of its
code, so nothing can be fetched and starting costs a third of a second instead of two. Each character comes with its
place in the line and the model's confidence, which rapidocr only gives as an average.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

HEIGHT = 48
"""Pixels: the model's lines are this high."""
WIDEST = 2400
"""Pixels: a longer line is squeezed to this width."""
BATCH_PIXELS = 2400
"""Lines are recognised together up to this width in all."""
BLANK = 0

Grey = NDArray[np.uint8]


class ReadCharacter(NamedTuple):
    """A character read: where its middle lies in the line, from 0 to 1, and how sure the model is, from 0 to 1."""

    text: str
    middle: float
    confidence: float


def model_path() -> Path | None:
    """The recognition model that came with rapidocr; None where the `ocr` extra is not installed."""
    found = find_spec("rapidocr")
    if found is None or found.origin is None or find_spec("onnxruntime") is None:
        return None
    models = sorted((Path(found.origin).parent / "models").glob("*_rec_*.onnx"))
    return models[-1] if models else None


class Recogniser:
    """The model, loaded. Runs in one thread: the child process has a CPU limit, and pages wait in line."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        listed = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *listed, " "]
        folded = [unicodedata.normalize("NFKC", text) for text in self._characters]
        kinds = {text: number for number, text in enumerate(dict.fromkeys(folded))}
        self._kinds = np.array([kinds[text] for text in folded])
        self._input = self._session.get_inputs()[0].name

    def read(self, lines: Sequence[Grey]) -> list[list[ReadCharacter]]:
        """The characters of each line, a picture of dark text on light ground, in the order given."""
        scaled = [_scale(line) for line in lines]
        read: list[list[ReadCharacter]] = [[] for _ in lines]
        for batch in _batches([picture.shape[1] for picture in scaled]):
            width = max(scaled[index].shape[1] for index in batch)
            stack = np.zeros((len(batch), 3, HEIGHT, width), dtype=np.float32)
            for place, index in enumerate(batch):
                stack[place, :, :, : scaled[index].shape[1]] = scaled[index].astype(np.float32) / 127.5 - 1
            answers = self._session.run(None, {self._input: stack})[0]
            for place, index in enumerate(batch):
                read[index] = self._decode(answers[place], width / scaled[index].shape[1])
        return read

    def _decode(self, answer: Any, stretch: float) -> list[ReadCharacter]:
        """Greedy reading of one line: a character where the likeliest class changes, but not to blank."""
        best = answer.argmax(axis=1)
        starts = np.flatnonzero((best != BLANK) & (best != np.concatenate(([BLANK], best[:-1]))))
        found = []
        for start in starts.tolist():
            end = start
            while end + 1 < len(best) and best[end + 1] == best[start]:
                end += 1
            middle = min((start + end + 1) / 2 / len(best) * stretch, 1.0)
            top = start + int(answer[start : end + 1, best[start]].argmax())
            confidence = self._confidence(answer[top], best[start])
            found.append(ReadCharacter(self._characters[best[start]], middle, confidence))
        return found

    def _confidence(self, chances: Any, best: int) -> float:
        """The chance of the best class, with those of the same character set wide or narrow, （ and (."""
        alike = np.flatnonzero(self._kinds == self._kinds[best])
        return float(chances[alike].sum())


def _scale(line: Grey) -> Grey:
    height, width = line.shape
    wide = min(max(round(width * HEIGHT / max(height, 1)), 8), WIDEST)
    return np.asarray(Image.fromarray(line).resize((wide, HEIGHT), Image.Resampling.BILINEAR))


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of lines to be read together, of like width, so that little padding is computed."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=lambda i: widths[i]):
        if batch and (len(batch) + 1) * widths[index] > BATCH_PIXELS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
