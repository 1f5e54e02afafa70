"""The notation in which the demo's articles are written: one line a block, its first characters say what it is.

text            paragraph, indented by two U+3000
# text          subhead, a bold paragraph          ## text         subhead, an <h3>
! name          image, alt = name; `! name | url` lies on another host
!= name         image; neighbouring ones share one paragraph
!lazy name      image whose src is a spacer, the picture in data-original
> text          caption, centred                   >> text         caption, indented like any other paragraph
< text          right-aligned line (signature, date)
| a | b |       row of a table; neighbouring rows make one table, the first is its head; `^^` continues the cell above
+ text          line of a paragraph whose lines are parted by <br/>
* text          item of a list
@ name          attachment in the block behind the body
@icon name      attachment as a paragraph of its own, with a file-type icon
@js name        attachment whose target only a script knows
[[name]]        attachment named inside a sentence
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

MARKS = ("!lazy", "!=", "!", "@icon", "@js", "@", "##", "#", ">>", ">", "<", "|", "+", "*")
TOGETHER = frozenset({"!=", "|", "+", "*"})
"""Marks whose neighbouring lines make one block."""


def split_blocks(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(mark, lines) of each block in order; the mark of a plain paragraph is ''."""
    lines = [_split_mark(line) for line in text.strip().splitlines() if line.strip()]
    for mark, group in groupby(lines, key=lambda pair: pair[0]):
        texts = tuple(line for _, line in group)
        if mark in TOGETHER:
            yield mark, texts
        else:
            yield from ((mark, (line,)) for line in texts)


def _split_mark(line: str) -> tuple[str, str]:
    mark = next((m for m in MARKS if line.startswith(m + " ")), "")
    return mark, line[len(mark) :].strip()
