"""Scans made of born-digital PDFs: drawn at a resolution, turned, made noisy, compressed, bound as pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image

POINTS_PER_INCH = 72


@dataclass(frozen=True)
class Scanner:
    """How a page is scanned: pixels an inch, degrees askew (counter-clockwise), standard deviation of the noise in
    grey levels, JPEG quality; `bitonal` makes it black and white instead of grey.
    """

    dpi: int = 150
    skew: float = 0.0
    noise: float = 0.0
    quality: int = 75
    bitonal: bool = False

    def __str__(self) -> str:
        """The condition in a few words."""
        kind = "1-bit" if self.bitonal else f"grey q{self.quality}"
        return f"{self.dpi} dpi, {self.skew:+.1f}°, noise {self.noise:g}, {kind}"

    def picture(self, page: pypdfium2.PdfPage, seed: int) -> Image.Image:
        """The page as this scanner sees it."""
        drawn = page.render(scale=self.dpi / POINTS_PER_INCH, grayscale=True).to_pil()
        turned = drawn.rotate(self.skew, Image.Resampling.BICUBIC, fillcolor=255)
        noise = np.random.default_rng(seed).normal(0, self.noise, (turned.height, turned.width))
        grey = np.clip(np.asarray(turned, dtype=np.float32) * 0.9 + 20 + noise, 0, 255).astype(np.uint8)
        if self.bitonal:
            return Image.fromarray((grey > 170).astype(np.uint8) * 255).convert("1")
        return Image.fromarray(grey)


def scan_pdf(source: Path, target: Path, scanner: Scanner, pages: Sequence[int] | None = None) -> Path:
    """A PDF of pictures of `source`'s pages (from 0; all by default)."""
    with pypdfium2.PdfDocument(source) as document, pikepdf.new() as pdf:
        for index in range(len(document)) if pages is None else pages:
            page = document[index]
            _add_picture(pdf, scanner.picture(page, index), page.get_size(), scanner.quality)
            page.close()
        pdf.save(target)
    return target


def _add_picture(pdf: pikepdf.Pdf, picture: Image.Image, size: tuple[float, float], quality: int) -> None:
    width, height = size
    page = pdf.add_blank_page(page_size=size)
    common = {
        "Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": picture.width,
        "Height": picture.height, "ColorSpace": pikepdf.Name.DeviceGray,
    }  # fmt: skip
    if picture.mode == "1":
        stream = pdf.make_stream(picture.tobytes(), BitsPerComponent=1, **common)
    else:
        body = io.BytesIO()
        picture.save(body, "JPEG", quality=quality)
        stream = pdf.make_stream(body.getvalue(), Filter=pikepdf.Name.DCTDecode, BitsPerComponent=8, **common)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=stream))
    page.Contents = pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode())
