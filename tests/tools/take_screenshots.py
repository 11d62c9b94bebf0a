"""Takes the screenshots in docs/screenshots of a running server: python -m tests.tools.take_screenshots ADDRESS."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.web.test_browser import FLAGS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
SHOTS = {
    "home-phone": ("/", 360, 1100),
    "search-phone": ("/search?q=煤气柜", 360, 1400),
    "entry-phone": ("/entries/metallurgy-01-004-2", 360, 1400),
    "emergency-phone": ("/playbooks/gas-poisoning", 360, 1200),
    "post-phone": ("/posts/blast-furnace-tapper", 360, 1200),
    "search-desk": ("/search?q=有限空间", 1280, 1000),
    "card-desk": ("/posts/blast-furnace-tapper/card", 1280, 1100),
    "regulation-phone": ("/regulations/gb-6222", 360, 1000),
}
"""Name of the file, address of the page, width and height in CSS pixels."""


def main(address: str) -> None:
    """Take all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for name, (url, width, height) in SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(address + url)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
