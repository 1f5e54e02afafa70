"""Predictions for ../shared/pages, scored by ../shared/eval/score.py.

    python benchmarks/score_articles.py [--no-meta] [--pages FOLDER] [--gold FILE] [--worst N]

Site definitions are switched off, so that this measures what happens on a site nobody wrote a definition for.
`--no-meta` removes every <meta> but the charset first.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.saved_pages import PAGES, SHARED, without_meta
from gdmzt_crawler import NotAnArticle, extract_article


def predict(page: Path, url: str, *, keep_meta: bool) -> dict[str, object]:
    """One prediction in the scorer's form."""
    body = page.read_bytes()
    try:
        article = extract_article(body if keep_meta else without_meta(body), url, definition=None)
    except NotAnArticle as error:
        return {"file": page.name, "error": error.message}
    return {"file": page.name, **article.to_dict()}


def main() -> int:
    """Score; the scorer's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=PAGES / "articles")
    parser.add_argument("--gold", type=Path, default=PAGES / "articles.gold.jsonl")
    parser.add_argument("--only", type=Path, help="file with the names of the pages to score, one a line")
    parser.add_argument("--no-meta", action="store_true")
    parser.add_argument("--worst", type=int, default=0)
    args = parser.parse_args()
    gold = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    if args.only:
        names = set(args.only.read_text(encoding="utf-8").split())
        gold = [line for line in gold if line["file"] in names]
    with tempfile.TemporaryDirectory() as folder:
        wanted, predicted = Path(folder, "gold.jsonl"), Path(folder, "predictions.jsonl")
        wanted.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in gold), encoding="utf-8")
        predictions = [predict(args.pages / line["file"], line["url"], keep_meta=not args.no_meta) for line in gold]
        predicted.write_text("\n".join(json.dumps(p, ensure_ascii=False) for p in predictions), encoding="utf-8")
        scorer = SHARED / "eval" / "score.py"
        command = [sys.executable, str(scorer), str(wanted), str(predicted), "--worst", str(args.worst)]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
