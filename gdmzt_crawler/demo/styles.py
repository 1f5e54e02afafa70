"""How a paragraph is dressed: what editors and office programs leave in the markup of government pages."""

from __future__ import annotations

from html import escape

from gdmzt_crawler.demo.content import Markup

INDENT = "　　"
JUSTIFIED = "text-align: justify;"
CENTRED = "text-align: center;"
RIGHT = "text-align: right;"
ZERO_WIDTH = "\u200b"
OFFICE_HEAD = (
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
    "<style>.MsoNormal{ margin:0; text-indent:32pt }</style>"
)


def as_read(text: str, markup: Markup) -> str:
    """What a reader sees of the text: the `airy` markup puts a space behind every comma."""
    return text.replace("，", "， ") if markup == "airy" else text


def paragraph(text: str, markup: Markup) -> str:
    """A body paragraph in this markup; `text` is what stands in the TOML, markup characters not yet escaped."""
    if markup == "spans":
        return _spans(text)
    if markup == "office":
        return f'<p class="MsoNormal">{INDENT}<span lang="EN-US"></span><span>{escape(text)}</span><o:p></o:p></p>'
    if markup == "airy":
        return f"\n    <p>\n        &nbsp;{INDENT}{escape(as_read(text, markup))}\t\n    </p>\n<p>&nbsp;</p>"
    if markup == "noise":
        noisy = escape(text).replace("，", "，" + ZERO_WIDTH)
        return f"<p>\ufeff{INDENT}{noisy}&nbsp;&nbsp;{ZERO_WIDTH}</p>"
    return f'<p style="{JUSTIFIED}">{INDENT}{escape(text)}</p>'


def aligned(html: str, alignment: str) -> str:
    """A paragraph without indent, aligned as told."""
    return f'<p style="{alignment}">{html}</p>'


def _spans(text: str) -> str:
    half = len(text) // 2
    font = '<span style="font-family: 宋体, SimSun;">'
    size = '<span style="font-size: 16px;">'
    first, rest = escape(text[:half]), escape(text[half:])
    return (
        f'<p indenttext="{INDENT}" noextractcontent="true" style="{JUSTIFIED}">'
        f"{font}{size}{INDENT}{first}</span></span><span><font>{size}{rest}</span></font></span></p>"
    )
