"""What `hazardkb batch` may be told; imports nothing heavy, for every command reads it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path


def add_options(sub: argparse.ArgumentParser, documents: Sequence[str], formats: Sequence[str]) -> None:
    """Let `sub` take what a batch is made of: where its posts are from, which document, how it is packed."""
    source = sub.add_mutually_exclusive_group(required=True)
    source.add_argument("--industry", default="", help="这个行业的全部岗位：冶金、有色、建材、机械、轻工、纺织")
    source.add_argument("--list", type=Path, metavar="FILE.xlsx", help="名单：列名为岗位、企业、车间，每行一个岗位")
    source.add_argument(
        "--resume", nargs="?", const="", metavar="ID", help="接着做停了的一批；不写编号则做完所有没做完的"
    )
    sub.add_argument("--document", choices=documents, default="notice", help="哪一种文件，默认岗位风险告知卡")
    sub.add_argument("--format", choices=formats, help="文件格式，默认 PDF（pack 为 ZIP）")
    sub.add_argument("--joined", action="store_true", help="合成一个 PDF；不写则每岗一份，打成 ZIP")
    sub.add_argument("--enterprise", default="", metavar="NAME", help="企业名称，名单里写了的以名单为准")
    sub.add_argument("--workshop", default="", metavar="NAME", help="车间，名单里写了的以名单为准")
    sub.add_argument(
        "--confirmed-by", default="", metavar="NAME", help="由谁确认应急处置里的通用做法（见 card --help）"
    )
    sub.add_argument("-o", "--output", type=Path, metavar="FILE", help="写到哪里，默认当前文件夹")
