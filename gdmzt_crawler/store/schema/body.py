"""Tables of what belongs to an article: the blocks of its body, and the columns that listed it."""

from __future__ import annotations

from .shape import Index, Table, Words, integer, one_of, text

PARAGRAPHS = Table(
    "paragraphs",
    Words("段落", "Paragraphs", "正文各段，按页面顺序。", "Blocks of text of the body, in the order of the page."),
    (
        integer(
            "article_id",
            "文章：所属文章。",
            "Article: The article it belongs to.",
            required=True,
            references="articles.id",
        ),
        integer("position", "次序：从 1 起。", "Position: From 1.", required=True),
        text(
            "kind",
            "类别：paragraph 段落、heading 小标题、caption 图注、table 表格一行。",
            "Kind: paragraph, heading, caption, or table (one row of it).",
            required=True,
            check=one_of("kind", ("paragraph", "heading", "caption", "table")),
        ),
        text("text", "文字：读者所见的文字。", "Text: The text as a reader sees it.", required=True),
    ),
    key=("article_id", "position"),
)

IMAGES = Table(
    "images",
    Words("图片", "Images", "正文图片，按页面顺序。", "Images of the body, in the order of the page."),
    (
        integer(
            "article_id",
            "文章：所属文章。",
            "Article: The article it belongs to.",
            required=True,
            references="articles.id",
        ),
        integer("position", "次序：从 1 起。", "Position: From 1.", required=True),
        integer(
            "after_paragraph",
            "所在段后：位于第几段之后；0 为首段之前。",
            "After paragraph: Position of the block before it; 0 before the first.",
            required=True,
        ),
        text("url", "图片网址：绝对网址。", "Image URL: Absolute address.", required=True),
        text(
            "alt", "替代文字：alt 属性，往往是原文件名。", "Alt text: The alt attribute, often the original file name."
        ),
        text(
            "caption",
            "图注：其后的图注段落；该段落仍在 paragraphs 中。",
            "Caption: The caption paragraph after it, which stays in paragraphs too.",
        ),
    ),
    key=("article_id", "position"),
    clustered=True,
)

ATTACHMENTS = Table(
    "attachments",
    Words("附件", "Attachments", "文章所附文件。", "Files that articles offer."),
    (
        integer(
            "article_id",
            "文章：所属文章。",
            "Article: The article it belongs to.",
            required=True,
            references="articles.id",
        ),
        integer("position", "次序：从 1 起。", "Position: From 1.", required=True),
        text(
            "url",
            "附件网址：绝对网址；只有脚本知道时为空。",
            "Attachment URL: Absolute address; NULL where only a script knows it.",
        ),
        text("name", "附件名称：页面所示名称。", "Attachment name: Name as the page shows it.", required=True),
    ),
    key=("article_id", "position"),
    clustered=True,
)

ARTICLE_COLUMNS = Table(
    "article_columns",
    Words(
        "文章所在栏目",
        "Columns of articles",
        "哪些栏目列出过哪篇文章：一篇文章可在多个栏目。",
        "Which columns listed which article: one article, many columns.",
    ),
    (
        integer(
            "article_id",
            "文章：被列出的文章。",
            "Article: The article listed.",
            required=True,
            references="articles.id",
        ),
        integer(
            "column_id",
            "栏目：列出它的栏目。",
            "Column: The column that listed it.",
            required=True,
            references="columns.id",
        ),
        text(
            "listed_title",
            "列表标题：列表上的标题，可能被截断。",
            "Listed title: Title on the listing page, which may be cut.",
        ),
        text("listed_date", "列表日期：列表上的日期，ISO 8601。", "Listed date: Date on the listing page, ISO 8601."),
        text(
            "first_seen_at",
            "首见时间：首次在该栏目见到的时间，UTC。",
            "First seen: When this column was first seen to list it, UTC.",
            required=True,
        ),
    ),
    key=("article_id", "column_id"),
    indexes=(Index(("column_id",)),),
    clustered=True,
)

TABLES = (PARAGRAPHS, IMAGES, ATTACHMENTS, ARTICLE_COLUMNS)
