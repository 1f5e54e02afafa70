"""The words that articles are about, month by month, where the dataset knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .charts import Chart, lines
from .figures import known
from .reading import remembered

if TYPE_CHECKING:
    from datasette.app import Datasette

_WORDS = 6
_MONTHS = 24
_SQL = """
WITH recent AS (
    SELECT article_id, month FROM tagged
    WHERE month >= (SELECT strftime('%Y-%m', max(month) || '-01', :back) FROM tagged)
),
chosen AS (
    SELECT k.word FROM recent t JOIN keywords k ON k.article_id = t.article_id
    GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT :limit
)
SELECT t.month, k.word, count(*) AS articles
FROM recent t JOIN keywords k ON k.article_id = t.article_id JOIN chosen c ON c.word = k.word
GROUP BY 1, 2 ORDER BY 1, 2
"""


async def keyword_chart(datasette: Datasette) -> Chart:
    """The words of most articles of the last two years; no rows where no article is tagged yet."""
    found = []
    if await known(datasette, "tagged", "keywords"):
        found = await remembered(datasette, _SQL, {"back": f"-{_MONTHS - 1} months", "limit": _WORDS})
    return lines(
        "关键词趋势",
        "Keywords by month",
        found,
        time="month",
        value="articles",
        series="word",
        names=("月份 month", "篇数 articles", "词 word"),
        monthly=True,
    )
