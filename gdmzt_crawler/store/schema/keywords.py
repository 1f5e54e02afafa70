"""Tables of what articles are about: their words, topics and places."""

from __future__ import annotations

from .shape import Index, Table, Words, integer, one_of, real, text
from .versions import KEYWORD_COUNTS
from .versions import KEYWORDS as SINCE

PLACE_LEVELS = ("province", "city", "district")

KEYWORDS = Table(
    "keywords",
    Words(
        "关键词",
        "Keywords",
        "每篇文章最重要的词（TF-IDF），至多 20 个；由哪种分词与词表得出见 tagged。",
        "The words that matter most in each article (TF-IDF), 20 at most; by which segmenter and dictionary: tagged.",
    ),
    (
        integer("article_id", "文章：所属文章。", "Article: Its article.", required=True, references="articles.id"),
        text("word", "词：两字以上的词。", "Word: Of two characters or more.", required=True),
        real("weight", "权重：TF-IDF。", "Weight: TF-IDF.", required=True),
        integer("rank", "名次：从 1 起。", "Rank: From 1.", required=True),
    ),
    key=("article_id", "word"),
    indexes=(Index(("word",)),),
    clustered=True,
    since=SINCE,
)

TOPICS = Table(
    "topics",
    Words("主题", "Topics", "词表中的主题。", "The topics of the dictionary of terms."),
    (
        integer("id", "编号：本库内的编号。", "Id: Number inside this dataset."),
        text("name", "名称：如 养老服务。", "Name: Such as 养老服务.", required=True),
    ),
    unique=(("name",),),
    label="name",
    since=SINCE,
)

ARTICLE_TOPICS = Table(
    "article_topics",
    Words(
        "文章的主题",
        "Topics of articles",
        "标题中有该主题的词，或全文至少两处。",
        "A term of the topic stands in the title, or twice in the article.",
    ),
    (
        integer("article_id", "文章：所属文章。", "Article: Its article.", required=True, references="articles.id"),
        integer("topic_id", "主题：主题。", "Topic: The topic.", required=True, references="topics.id"),
        integer("mentions", "次数：其词共出现几处。", "Mentions: How often its terms stand there.", required=True),
        integer(
            "in_title",
            "标题中：标题里有其词为 1，否则 0。",
            "In title: 1 where a term stands in the title, else 0.",
            required=True,
            check="in_title IN (0, 1)",
        ),
    ),
    key=("article_id", "topic_id"),
    indexes=(Index(("topic_id",)),),
    clustered=True,
    since=SINCE,
)

PLACES = Table(
    "places",
    Words(
        "地方",
        "Places",
        "文章提到过的省、广东的地级市与县区。",
        "Provinces, and of Guangdong the cities, districts and counties, that articles name.",
    ),
    (
        text("code", "代码：行政区划代码（GB/T 2260）。", "Code: Of GB/T 2260.", required=True),
        text("name", "名称：全称。", "Name: In full.", required=True),
        text(
            "level",
            "级别：province 省级，city 地级，district 县级。",
            "Level: province, city, or district (county).",
            required=True,
            check=one_of("level", PLACE_LEVELS),
        ),
        text("parent_code", "上级：所属省或市。", "Parent: The province or city above.", references="places.code"),
    ),
    key=("code",),
    indexes=(Index(("parent_code",)),),
    label="name",
    since=SINCE,
)

ARTICLE_PLACES = Table(
    "article_places",
    Words(
        "文章提到的地方",
        "Places of articles",
        "标题或正文提到的地方，连同其上级（次数为 0 者只由下级得出）。",
        "Places named in title or text, with those above them (0 mentions: only a place inside it is named).",
    ),
    (
        integer("article_id", "文章：所属文章。", "Article: Its article.", required=True, references="articles.id"),
        text("place_code", "地方：行政区划代码。", "Place: Its code.", required=True, references="places.code"),
        integer("mentions", "次数：提到几处。", "Mentions: How often it is named.", required=True),
    ),
    key=("article_id", "place_code"),
    indexes=(Index(("place_code",)),),
    clustered=True,
    since=SINCE,
)

TAGGED = Table(
    "tagged",
    Words(
        "标注",
        "Tagged",
        "每篇文章的关键词、主题与地方由哪种分词与词表得出，何时得出。",
        "By which segmenter and dictionary the words, topics and places of each article were found, and when.",
    ),
    (
        integer("article_id", "文章：所属文章。", "Article: Its article.", required=True, references="articles.id"),
        text(
            "fingerprint",
            "内容指纹：标注时的。",
            "Fingerprint: Of the content that was tagged; else due.",
            required=True,
        ),
        text("month", "月份：发布月份；不知则空。", "Month: Of publication; NULL when unknown."),
        text("segmenter", "分词：名称与版本。", "Segmenter: Its name and version.", required=True),
        text(
            "dictionary",
            "词表版本：词表、地名与规则的摘要。",
            "Dictionary: Digest of terms, places, stop words and rules.",
            required=True,
        ),
        text("tagged_at", "标注时间：UTC。", "Tagged: When, UTC.", required=True),
    ),
    key=("article_id",),
    indexes=(Index(("month",)),),
    hidden=True,
    since=SINCE,
)

COUNTS = Table(
    "keyword_counts",
    Words(
        "关键词计数",
        "Keyword counts",
        "每月以某词为关键词的文章数，随标注而更新；请用视图 keyword_months 与 keyword_trends。",
        "Articles by month and keyword, kept as articles are tagged; read it as keyword_months and keyword_trends.",
    ),
    (
        text("month", "月份：发布月份。", "Month: Of publication.", required=True),
        text("word", "词：关键词。", "Word: A keyword.", required=True),
        integer("articles", "篇数：以此为关键词的文章。", "Articles: That have it.", required=True),
    ),
    key=("month", "word"),
    indexes=(Index(("word",)), Index(("articles",))),
    clustered=True,
    hidden=True,
    since=KEYWORD_COUNTS,
)

TABLES = (KEYWORDS, TOPICS, ARTICLE_TOPICS, PLACES, ARTICLE_PLACES, TAGGED, COUNTS)
