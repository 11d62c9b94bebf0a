#!/usr/bin/env bash
# From an empty machine to a printed card, in the README's words: clone, make run, search in the browser, card as PDF.
# Usage: tests/tools/first_steps.sh [FOLDER WITH THE SIX PDFS]; needs git, make, Python 3.11 and Chromium.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
port=${PORT:-8765}
[ $# -gt 0 ] && HAZARDKB_MANUAL=$(cd "$1" && pwd) && export HAZARDKB_MANUAL
export HAZARDKB_DATA="$work/data"
git clone -q "$root" "$work/hazardkb"
cd "$work/hazardkb"

begin=$(date +%s)
make run PORT="$port" >"$work/log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; pkill -P "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
until curl -s -o /dev/null "http://127.0.0.1:$port/"; do
    kill -0 "$server" || { cat "$work/log"; exit 1; }
    sleep 0.2
done
echo "从克隆到第一页：$(($(date +%s) - begin)) 秒"
while pgrep -f "$HAZARDKB_DATA" -a | grep -q ' ingest '; do sleep 0.5; done
echo "手册导入完：$(($(date +%s) - begin)) 秒"
grep '合计' "$work/log" || echo "没有手册 PDF，只用自带语料"

chromium --headless --no-sandbox --disable-gpu --disable-background-networking --user-data-dir="$work/browser" \
    --dump-dom "http://127.0.0.1:$port/search?q=煤气柜" 2>/dev/null >"$work/page.html"
grep -q '煤气柜' "$work/page.html" && echo "浏览器里查“煤气柜”：找到"

.venv/bin/python hazardkb.py card 高炉炉前工 -o "$work/炉前工.pdf"
head -c 4 "$work/炉前工.pdf" | grep -q '%PDF' && echo "高炉炉前工的卡：PDF，$(wc -c <"$work/炉前工.pdf") 字节"
