"""A safety officer's way with a scanned annex, in a browser: upload, look at the rows, put one right, print it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

CORRECTED = "污泥压滤间（二期）"
PATIENCE = 180_000
"""Milliseconds for reading three pages by recognition and for a build, on a machine with other things to do."""

Look = Callable[[str], None]
"""Hears the name of each stop on the way: for screenshots and checks."""


def upload(page: Page, scan: Path, look: Look) -> None:
    """Hand the scan in and wait until its rows are there."""
    page.goto("/upload")
    look("upload")
    page.set_input_files("#file", scan)
    page.get_by_role("button", name="上传").click()
    page.wait_for_url("**/upload/*")
    look("reading")
    expect(page.locator("h1")).to_contain_text(re.compile("已导入|没有导入"), timeout=PATIENCE)
    expect(page.locator("h1")).to_contain_text("已导入")
    look("read")


def put_right(page: Page, look: Look) -> str:
    """Go through the rows: accept, correct one place, accept the rest; return the address of the corrected entry."""
    page.get_by_role("link", name="核对读出的行").click()
    look("rows")
    page.get_by_role("link", name="从第一行开始核对").click()
    corrected = ""
    while page.locator("textarea").count():
        place = page.locator("#f-location")
        page.locator("#f-who").fill("王工")
        if "压滤" in place.input_value():
            look("row")
            corrected = page.get_by_role("link", name="看词条").get_attribute("href") or ""
            place.fill(CORRECTED)
            page.get_by_role("button", name="更正").click()
        else:
            page.locator("#f-location").press("Tab")
            page.get_by_role("button", name="认可").press("Enter")  # by keyboard
        page.wait_for_url("**?done=*")
    look("done")
    return corrected


def print_it(page: Page, entry: str, look: Look) -> None:
    """Wait for the edition to follow, add the corrected row to a post, and see it on the card."""
    for _ in range(PATIENCE // 1000):
        page.goto(entry)
        if page.locator("h1").inner_text().startswith(CORRECTED):
            break
        page.wait_for_timeout(1000)
    look("entry")
    page.get_by_role("link", name="选一个岗位").click()
    page.locator(".tiles a").first.click()
    look("post")
    page.get_by_role("link", name="看告知卡").click()
    expect(page.locator("article.card")).to_contain_text(CORRECTED)
    expect(page.locator("article.card")).to_contain_text("未经本知识库校核")
    look("card")
