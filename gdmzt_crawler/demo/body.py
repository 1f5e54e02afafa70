"""An article's text as markup, and as what a reader sees of it: both from one reading of the notation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import escape

from gdmzt_crawler.demo import styles
from gdmzt_crawler.demo.content import DemoArticle
from gdmzt_crawler.demo.notation import split_blocks
from gdmzt_crawler.models import Attachment, BlockKind, Image, Paragraph

NAME_IN_SENTENCE = re.compile(r"\[\[(.+?)\]\]")
FILE_TYPE_ICONS = "/ueditor/dialogs/attachment/fileTypeImages"
CELL_ABOVE = "^^"


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image, and the number of paragraphs that stand before it."""

    after_paragraph: int
    image: Image


@dataclass(slots=True)
class Body:
    """The markup of a body, and what must be read from it."""

    article: DemoArticle
    base: str
    """Address of the site without a slash at the end."""
    html: list[str] = field(default_factory=list)
    file_links: list[str] = field(default_factory=list)
    """Markup of the attachment block behind the body."""
    paragraphs: list[Paragraph] = field(default_factory=list)
    images: list[PlacedImage] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    def read(self, text: str, kind: BlockKind) -> None:
        """Note that a reader sees this text."""
        self.paragraphs.append(Paragraph(" ".join(styles.as_read(text, self.article.markup).split()), kind))


def write_body(article: DemoArticle, base: str) -> Body:
    """Write the whole body of an article."""
    body = Body(article, base)
    if article.markup == "office":
        body.html.append(styles.OFFICE_HEAD)
    if article.video:
        body.html.append(_player(base + article.video))
    for mark, texts in split_blocks(article.body):
        _write_block(body, mark, texts)
    if article.editor:
        body.html.append(styles.aligned(f"责任编辑：{escape(article.editor)}", styles.RIGHT))
    body.html.append("<p><br/></p>")
    return body


def _write_block(body: Body, mark: str, texts: tuple[str, ...]) -> None:
    if mark in ("!", "!=", "!lazy"):
        _write_images(body, texts, lazy=mark == "!lazy")
    elif mark in ("@", "@icon", "@js"):
        _write_attachment(body, mark, texts[0])
    elif mark == "|":
        _write_table(body, texts)
    elif mark in ("+", "*"):
        _write_lines(body, mark, texts)
    elif mark in (">", ">>"):
        _write_caption(body, mark, texts[0])
    else:
        _write_paragraph(body, mark, texts[0])


def _write_paragraph(body: Body, mark: str, text: str) -> None:
    names = NAME_IN_SENTENCE.findall(text)
    body.read(NAME_IN_SENTENCE.sub(r"\1", text), "heading" if mark in ("#", "##") else "paragraph")
    if mark == "#":
        body.html.append(f'<p style="{styles.JUSTIFIED}">{styles.INDENT}<strong>{escape(text)}</strong></p>')
    elif mark == "##":
        body.html.append(f"<h3>{escape(text)}</h3>")
    elif mark == "<":
        body.html.append(styles.aligned(escape(text), styles.RIGHT))
    elif names:
        parts = NAME_IN_SENTENCE.split(text)
        inner = "".join(_file_link(body, part) if n % 2 else escape(part) for n, part in enumerate(parts))
        body.html.append(f'<p style="{styles.JUSTIFIED}">{styles.INDENT}{inner}</p>')
    else:
        body.html.append(styles.paragraph(text, body.article.markup))


def _write_caption(body: Body, mark: str, text: str) -> None:
    body.read(text, "caption")
    last = body.images[-1]
    body.images[-1] = replace(last, image=replace(last.image, caption=body.paragraphs[-1].text))
    alignment, indent = (styles.CENTRED, "") if mark == ">" else (styles.JUSTIFIED, styles.INDENT)
    body.html.append(styles.aligned(indent + escape(text), alignment))


def _write_lines(body: Body, mark: str, texts: tuple[str, ...]) -> None:
    for text in texts:
        body.read(text, "paragraph")
    if mark == "+":
        inner = "<br/>".join(styles.INDENT + escape(text) for text in texts)
        body.html.append(f'<p style="{styles.JUSTIFIED}">{inner}</p>')
    else:
        body.html.append("<ul>" + "".join(f"<li><p>{escape(text)}</p></li>" for text in texts) + "</ul>")


def _write_table(body: Body, texts: tuple[str, ...]) -> None:
    rows = [[cell.strip() for cell in text.strip().strip("|").split("|")] for text in texts]
    lines = []
    for number, row in enumerate(rows):
        body.read(" ".join(cell for cell in row if cell != CELL_ABOVE), "table")
        below = rows[number + 1] if number + 1 < len(rows) else []
        cells = (_cell(cell, n < len(below) and below[n] == CELL_ABOVE) for n, cell in enumerate(row))
        lines.append(f"<tr>{''.join(cells)}</tr>")
    body.html.append(f'<table border="1"><tbody>{"".join(lines)}</tbody></table>')


def _cell(text: str, spans_two: bool) -> str:
    if text == CELL_ABOVE:
        return ""
    span = ' rowspan="2"' if spans_two else ""
    return f"<td{span}><p>{escape(text)}</p></td>"


def _write_images(body: Body, texts: tuple[str, ...], *, lazy: bool) -> None:
    tags = []
    for text in texts:
        alt, _, address = (part.strip() for part in text.partition("|"))
        number = _file_number(body.article.id, len(body.images))
        url = address or f"{body.base}/img/0/{number // 1000}/{number}/{body.article.id}.{_extension(alt)}"
        body.images.append(PlacedImage(len(body.paragraphs), Image(url=url, alt=alt)))
        source = f'src="/images/spacer.gif" data-original="{url}"' if lazy else f'src="{url}"'
        tags.append(f'<img class="nfw-cms-img" img-id="{number}" {source} alt="{escape(alt)}"/>')
    body.html.append(styles.aligned("".join(tags), styles.CENTRED))


def _write_attachment(body: Body, mark: str, name: str) -> None:
    link = _file_link(body, name, scripted=mark == "@js")
    if mark == "@":
        body.file_links.append(link)
    elif mark == "@js":
        body.html.append(f"<p>{link}</p>")
    else:
        icon = f'<img src="{FILE_TYPE_ICONS}/icon_{_extension(name)}.gif"/>'
        body.html.append(f'<p style="line-height: 16px;">{icon}{link}</p>')


def _file_link(body: Body, name: str, *, scripted: bool = False) -> str:
    number = _file_number(body.article.id, len(body.attachments))
    path = f"/attachment/0/{number // 1000}/{number}/{body.article.id}.{_extension(name)}"
    url = None if scripted else body.base + path
    body.attachments.append(Attachment(url=url, name=name))
    return (
        f'<a target="_blank" class="nfw-cms-attachment" attachment-id="{number}" '
        f'href="{url or "javascript:;"}" alt="{escape(name)}">{escape(name)}</a>'
    )


def _file_number(article: int, position: int) -> int:
    """A number like those of the CMS, its own for every file of an article."""
    return article % 1_000_000 + 7 * position


def _extension(name: str) -> str:
    return name.rpartition(".")[2]


def _player(url: str) -> str:
    return (
        '<div class="prism-player" id="J_prismPlayer"></div><script>new Aliplayer({id: "J_prismPlayer", width: "100%", '
        f'source: "{url}", cover: "/images/cover.png", autoplay: false, title: "播放"}});</script>'
    )
