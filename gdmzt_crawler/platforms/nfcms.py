"""NFCMS of 南方网, shared by the government sites of Guangdong. Seen on qb, gdjyj and drc; smzt as its users report."""

from __future__ import annotations

import re

from gdmzt_crawler.extract.rules import ArticleRules, ListingRules
from gdmzt_crawler.platforms.base import Platform

NFCMS = Platform(
    name="nfcms",
    article_url=re.compile(r"/content/m?post_(?P<id>\d+)\.html?$"),
    column_of=re.compile(r"^(?P<column>/(?:.*/)?)(?:content/m?post_\d+\.html?|m?index(?:_\d+)?\.html?)?$"),
    articles_below_columns=True,
    article_rules=ArticleRules(
        title=("h3.zw-title", "h4.wdtit"),
        byline=("div.zw-info", "div.info_fbt", "div.jbxx"),
        body=("div.zw", "div#zoomcon", "div#content1"),
    ),
    listing_rules=ListingRules(page_cap=20),
)
