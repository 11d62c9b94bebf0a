"""The command line: thin commands that wire corpus, library, index and web together.

Exit codes: 0 done, 1 the input's fault, 2 usage. Errors are one Chinese sentence on stderr, never a traceback.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kb import __version__
from kb.errors import HazardKbError
from kb.paths import command_line, corpus_folder, data_folder
from web.batches.options import add_options

if TYPE_CHECKING:
    from kb.edition import EditionInputs
    from kb.holder import OpenEdition
    from kb.model.search import SearchBackend

DOCUMENTS = (
    "notice", "notice-a3", "list", "emergency", "emergency-sheet", "procedure", "checklist", "register", "slides",
    "quiz", "signoff", "single", "pack",
)  # fmt: skip
"""What `hazardkb card --document` makes: the codes of web.documents.DOCUMENTS, without waiting for that import."""
FORMATS = ("html", "pdf", "docx", "pptx", "xlsx", "zip")

SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("HAZARDKB_DATA", "每个用户自己的数据文件夹", "知识库、资料库放在哪里（等同 --data）"),
    ("HAZARDKB_MANUAL", "./manual", "手册 PDF 所在文件夹，make run 会自动导入"),
    ("HAZARDKB_PUBLIC_URL", "（空）", "对外网址；设了它，卡片才印二维码"),
    (
        "HAZARDKB_RECORDS",
        "数据文件夹里的 records.sqlite3",
        "本单位自己的记录放在哪个数据库；PostgreSQL 写 postgresql+psycopg://…",
    ),
    ("HAZARDKB_LOCAL_WRITES", "free", "本机上改内容不要密码；设为 password 则都要登录（同机装了反向代理时用）"),
    ("--host", "127.0.0.1", "serve 监听的地址；默认只给本机用"),
    ("--port", "8000", "serve 监听的端口"),
    ("--workers", "1", "serve 用几个进程；每多一个约占一个核"),
)
"""Every setting, its default and meaning: what `hazardkb settings` and README print."""


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one Chinese sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"用法不对（{message}），请看 hazardkb --help。\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code."""
    _speak_utf8()
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except HazardKbError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - the reader left; stay silent at exit
        return 0
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return 1


def _speak_utf8() -> None:
    """Print UTF-8 whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="hazardkb", description="工贸行业较大危险因素知识库：检索、岗位卡、依据条款。")
    parser.add_argument("--version", action="version", version=f"hazardkb {__version__}")
    commands = parser.add_subparsers(required=True, metavar="命令", parser_class=_Parser)
    for name, function, summary, fill in _COMMANDS:
        sub = commands.add_parser(name, help=summary, description=summary)
        sub.add_argument("--data", metavar="DIR", help="数据文件夹（默认 $HAZARDKB_DATA 或每个用户自己的文件夹）")
        sub.set_defaults(command=function)
        fill(sub)
    return parser


def _extract_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("file", type=Path, metavar="FILE.pdf")
    sub.add_argument("--format", choices=("jsonl",), default="jsonl")


def _extract(options: argparse.Namespace) -> int:
    import msgspec

    from ingest.extract import extract_file, printed_record
    from ingest.progress import Bars
    from ingest.report import file_lines

    bars = Bars()
    extraction = extract_file(options.file, progress=lambda done, total: bars(options.file.name, done, total))
    for row in extraction.entries:
        print(msgspec.json.encode(printed_record(row)).decode())
    for line in file_lines(extraction.report):
        print(line, file=sys.stderr)
    return 1 if any(note.lost for note in extraction.report.notes) else 0


def _ingest_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH",
        help="手册 PDF、Word 或 Excel 危险因素表、法规标准文件，或放着它们的文件夹",
    )  # fmt: skip
    sub.add_argument("--build", action="store_true", help="导入后接着生成知识库")
    sub.add_argument("--preview", action="store_true", help="只看 Excel 的列怎样对应，不导入")
    sub.add_argument(
        "--columns", default="", metavar="场所=B,危险因素=C,措施=E", help="自己指明 Excel 的列；可加 表头=2"
    )
    sub.add_argument("--sheet", default="", metavar="NAME", help="只导入 Excel 的这个工作表")


def _ingest(options: argparse.Namespace) -> int:
    from ingest.command import Asked, IngestRun
    from ingest.progress import Bars

    inputs = _inputs(options)
    run = IngestRun(inputs, Bars())
    by_hand = options.preview or options.columns or options.sheet
    if by_hand and len(options.paths) > 1:
        print("--preview、--columns、--sheet 一次只用于一个 Excel 文件，请分开运行。", file=sys.stderr)
        return 2
    try:
        asked = Asked(options.columns, options.sheet, preview=options.preview)
        for line in run.register_lines(options.paths[0], asked) if by_hand else run.lines(options.paths):
            print(line, file=sys.stderr)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if options.build:
        _compiled(inputs)
    return 0 if run.complete else 1


def _take(options: argparse.Namespace) -> int:
    from ingest.taking import take_waiting
    from kb.store.uploads import Uploads

    inputs = _inputs(options)
    take_waiting(inputs, Uploads(inputs.data / "uploads"), lambda: _compiled(inputs))
    return 0


def _no_options(sub: argparse.ArgumentParser) -> None:
    """Take nothing beyond --data."""


def _build(options: argparse.Namespace) -> int:
    folder = _compiled(_inputs(options))
    print(f"知识库已生成：{folder}", file=sys.stderr)
    return 0


def _serve_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--host", default="127.0.0.1", help="监听地址，默认只给本机用")
    sub.add_argument("--port", type=int, default=8000, help="监听端口，默认 8000")
    sub.add_argument("--workers", type=_workers, default=1, metavar="N", help="几个进程一起服务，共用一份索引，默认 1")
    sub.add_argument("--with-manual", action="store_true", help="同时导入 $HAZARDKB_MANUAL 或 ./manual 里的手册 PDF")


def _workers(text: str) -> int:
    """Return a number of processes a machine can bear; argparse turns the ValueError into a complaint."""
    number = int(text)
    if not 1 <= number <= 64:
        raise ValueError
    return number


def _serve(options: argparse.Namespace) -> int:
    from web.server import serve

    inputs = _inputs(options)
    _compiled(inputs)
    print(f"请在浏览器打开 http://{options.host}:{options.port}/ （按 Ctrl+C 停止）", file=sys.stderr, flush=True)
    with _importing(_new_manuals(inputs) if options.with_manual else [], inputs):
        serve(inputs, options.host, options.port, options.workers)
    return 0


def _new_manuals(inputs: EditionInputs) -> list[Path]:
    """Return the PDFs in $HAZARDKB_MANUAL or ./manual that the library does not hold yet."""
    files = sorted(Path(os.environ.get("HAZARDKB_MANUAL") or "manual").glob("*.pdf"))
    if not files:
        print("没有找到手册 PDF（放进 ./manual 文件夹即可），先用自带的语料。", file=sys.stderr)
    known = {path.name.split("-")[0] for path in inputs.library.documents()}
    return [path for path in files if _sha256(path) not in known]


@contextmanager
def _importing(files: Sequence[Path], inputs: EditionInputs) -> Iterator[None]:
    """While the server runs, ingest `files` and compile anew in a process of its own; the server then moves over.

    So the first page does not wait for the manual, and the importing uses another core.
    """
    if not files:
        yield
        return
    print("正在导入手册，导入完自动换上原文，不必等待。", file=sys.stderr, flush=True)
    program = [*command_line(), "ingest", *map(str, files), "--data", str(inputs.data)]
    importing = subprocess.Popen([*program, "--build"])  # noqa: S603 - our own program and the user's own files
    try:
        yield
    finally:
        importing.terminate()
        importing.wait()


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _search_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("words", nargs="+", metavar="WORDS", help="要找的词")
    sub.add_argument("--industry", default="", help="行业：冶金、有色、建材、机械、轻工、纺织")
    sub.add_argument("--kind", choices=("hazard", "clause", "post", "playbook"), help="只找一类")
    sub.add_argument("--limit", type=int, default=10, help="最多几条，默认 10")
    sub.add_argument("--json", action="store_true", help="以 JSON 输出")


def _search(options: argparse.Namespace) -> int:
    from web.command import search_lines

    for line in search_lines(_open(options), options):
        print(line)
    return 0


def _card_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("post", metavar="POST", help="岗位的编号、名称或别名")
    sub.add_argument("--document", choices=DOCUMENTS, default="notice", help="哪一种文件，默认岗位风险告知卡")
    sub.add_argument("--format", choices=FORMATS, help="文件格式，默认 PDF（pack 为 ZIP）")
    sub.add_argument("-o", "--output", type=Path, metavar="FILE", help="写到哪里，默认当前文件夹")
    sub.add_argument(
        "--confirmed-by",
        default="",
        metavar="NAME",
        help="写明由谁确认应急处置里的通用做法（③）：此人对照本单位现场处置方案逐条看过，并对这些内容负责；"
        "姓名印在文件上。不写则通用做法不印",
    )


def _card(options: argparse.Namespace) -> int:
    from web.command import card_bytes

    name, content = card_bytes(_open(options), options)
    target = options.output or Path(name)
    try:
        target.write_bytes(content)
    except OSError as error:
        print(f"写不进 {target}：{error.strerror}，请换一个位置。", file=sys.stderr)
        return 1
    print(f"已写入 {target}", file=sys.stderr)
    return 0


def _batch(options: argparse.Namespace) -> int:
    from ingest.progress import Bars
    from ingest.spreadsheet import read_sheet
    from web.batches.command import Terminal, run_batch
    from web.batches.folder import Batches
    from web.batches.work import Means
    from web.server import records_of

    data, bars = data_folder(options.data), Bars("岗")
    terminal = Terminal(lambda done, total: bars("批量", done, total), _tell)
    with closing(records_of(data)) as records:
        means = Means(_open(options).knowledge, read_sheet, records)
        return run_batch(options, Batches(data / "batches"), means, terminal)


def _password(options: argparse.Namespace) -> int:
    from kb.records.command import ask_password
    from web.server import records_of

    ask_password(records_of(data_folder(options.data)), _tell)
    return 0


def _file_option(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("file", type=Path, metavar="FILE")


def _backup(options: argparse.Namespace) -> int:
    from kb.records.command import make_backup
    from web.server import records_of

    data = data_folder(options.data)
    make_backup(records_of(data), data, options.file, _tell)
    return 0


def _restore(options: argparse.Namespace) -> int:
    from kb.records.command import restore_backup
    from web.server import records_of

    data = data_folder(options.data)
    restore_backup(records_of(data), data, options.file, _tell)
    return 0


def _settings(options: argparse.Namespace) -> int:
    for name, default, meaning in SETTINGS:
        print(f"{name:<22}{default}\t{meaning}")
    print(f"现在的数据文件夹：{data_folder(options.data)}")
    return 0


def _check_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--list", action="store_true", help="列出每个岗位、每个应急处置有哪些条目")


def _check(options: argparse.Namespace) -> int:
    from kb.check.report import check_corpus

    report = check_corpus(corpus_folder(), _inputs(options).library.rows(), lists=options.list)
    for line in report.lines:
        print(line)
    return 1 if report.problems else 0


def _inputs(options: argparse.Namespace) -> EditionInputs:
    from index.builder import WhooshIndexBuilder
    from kb.edition import EditionInputs

    return EditionInputs(corpus_folder(), data_folder(options.data), WhooshIndexBuilder())


def _compiled(inputs: EditionInputs) -> Path:
    from kb.edition import build_edition

    return build_edition(inputs, _say)


def _open(options: argparse.Namespace) -> OpenEdition[SearchBackend]:
    """Open the current edition, building it first when there is none."""
    from index.backend import WhooshBackend
    from kb.edition import current_edition
    from kb.holder import open_edition

    inputs = _inputs(options)
    return open_edition(current_edition(inputs.editions) or _compiled(inputs), WhooshBackend.open)


def _say(step: str) -> None:
    _tell(f"{step}…")


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


_COMMANDS = (
    ("extract", _extract, "读一册手册 PDF，每行输出一个 JSON", _extract_options),
    ("ingest", _ingest, "把手册 PDF、法规标准文本导入自己的资料库", _ingest_options),
    ("take", _take, "读入网页上传后等着的文件（网页服务自己会调用）", _no_options),
    ("build", _build, "生成知识库", _no_options),
    ("serve", _serve, "打开网页服务（需要时先生成知识库）", _serve_options),
    ("search", _search, "检索", _search_options),
    ("card", _card, "打印岗位卡和文件", _card_options),
    ("batch", _batch, "一批岗位的文件：一个行业，或一份名单", lambda sub: add_options(sub, DOCUMENTS, FORMATS[1:])),
    ("password", _password, "设培训员密码：从别的机器改内容要用它登录", _no_options),
    ("backup", _backup, "把记录和资料库备份成一个文件，不用停服务", _file_option),
    ("restore", _restore, "从备份恢复记录和资料库，先停服务；原来的另存", _file_option),
    ("check", _check, "按写作规则检查语料", _check_options),
    ("settings", _settings, "列出全部设置", _no_options),
)

if __name__ == "__main__":
    sys.exit(main())
