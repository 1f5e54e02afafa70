"""The dictionary of terms: the one that comes with the program, and a user's own file on top of it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...errors import UsageError

ENVIRONMENT = "GDMZT_DICTIONARY"
"""Names the user's own file where no option does."""
RULES = "2"
"""Changes with the rules in this folder's code, so that what older rules found can be told."""
SHIPPED = Path(__file__).with_name("terms.txt")
STOPWORDS = Path(__file__).with_name("stopwords.txt")
PLACES = Path(__file__).with_name("places.toml")
LONGEST = 40
"""Characters of a term."""
_SEPARATOR = re.compile(r"[\s,，]+")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Terms, each with its topic (None where it has none), words that are no keywords, and a digest of them all."""

    terms: Mapping[str, str | None]
    stopwords: frozenset[str]
    version: str


def load_dictionary(own: Path | None = None, environment: Mapping[str, str] | None = None) -> Dictionary:
    """The shipped dictionary with the user's own file, of the environment where `own` is None.

    Raises UsageError, which names the file and the line, for one that cannot be read.
    """
    environment = os.environ if environment is None else environment
    if own is None and (named := environment.get(ENVIRONMENT, "").strip()):
        own = Path(named)
    files = [SHIPPED] if own is None else [SHIPPED, own]
    terms: dict[str, str | None] = {}
    for path in files:
        _add(terms, path)
    stopwords = frozenset(_read(STOPWORDS).split("\n", 1)[1].split())
    return Dictionary(terms, stopwords, _version(terms, stopwords))


def _add(terms: dict[str, str | None], path: Path) -> None:
    for number, line in _lines(_read(path)):
        words = [word for word in _SEPARATOR.split(line) if word]
        term = words[0].removeprefix("-") if words else ""
        if not 2 <= len(term) <= LONGEST or len(words) > 2:
            raise UsageError(
                f"词表有误 {path}:{number}: {line[:60]} — 每行“词 主题”，词 2 到 {LONGEST} 字 "
                f"each line is “term topic”, a term has 2 to {LONGEST} characters"
            )
        if words[0].startswith("-"):
            terms.pop(term, None)
        else:
            terms[term] = words[1] if len(words) == 2 else None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UsageError(f"没有这个词表 no dictionary at {path} — 请检查 --dictionary check the path") from None
    except UnicodeDecodeError:
        raise UsageError(
            f"词表不是 UTF-8 the dictionary is not UTF-8: {path} — 请另存为 UTF-8 save it as UTF-8"
        ) from None
    except OSError as error:
        raise UsageError(f"读不了词表 cannot read the dictionary {path}: {error.strerror}") from None


def _version(terms: Mapping[str, str | None], stopwords: frozenset[str]) -> str:
    digest = hashlib.sha256(PLACES.read_bytes())
    digest.update(repr((sorted(terms.items(), key=lambda item: item[0]), sorted(stopwords))).encode())
    return f"{RULES}-{digest.hexdigest()[:12]}"
