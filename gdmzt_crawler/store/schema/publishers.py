"""Tables of who publishes: sites, their columns, and the sources that articles name."""

from __future__ import annotations

from .shape import Index, Table, Words, integer, text
from .versions import MEMORY

SITES = Table(
    "sites",
    Words("站点", "Sites", "发布者的网站，每站一行。", "One row for each publisher's site."),
    (
        text("key", "站点代号：站点定义的名字，如 gdmzt。", "Site key: Name of the site definition, such as gdmzt."),
        text("name", "站点名称：发布单位的名称。", "Site name: Name of the publisher.", required=True),
        text(
            "home_url",
            "首页：首页网址；其协议即规范网址的协议。",
            "Home page: Address of the home page; its scheme is that of canonical URLs.",
            required=True,
        ),
        text(
            "platform",
            "建站平台：内容管理系统家族，如 nfcms、generic。",
            "Platform: CMS family, such as nfcms or generic.",
            required=True,
        ),
        text(
            "site_id_code",
            "网站标识码：全国政府网站统一标识码；不知则空。",
            "Site id code: The national code of the government site; NULL when unknown.",
        ),
        text(
            "discovered_at",
            "导航读取时间：最近一次从导航页完整发现栏目的时间，UTC。",
            "Discovered: When its navigation pages were last read for columns, all of them, UTC.",
            since=MEMORY,
        ),
    ),
    key=("key",),
    label="name",
    clustered=True,
)

COLUMNS = Table(
    "columns",
    Words("栏目", "Columns", "站点的栏目；首页的路径为 /。", "Columns of a site; the home page has the path /."),
    (
        integer("id", "编号：本库内的编号。", "Id: Number inside this dataset."),
        text("site", "站点：所属站点。", "Site: The site it belongs to.", required=True, references="sites.key"),
        text(
            "path",
            "路径：网址路径，首尾皆有斜杠，如 /mzzx/mzyw/。",
            "Path: Path of the address with both slashes, such as /mzzx/mzyw/.",
            required=True,
        ),
        text(
            "name", "栏目名称：页面上的栏目名；不知则空。", "Column name: Name as the pages show it; NULL when unknown."
        ),
        text(
            "label",
            "显示名：栏目名称，不知则为路径。",
            "Label: The name, or the path when it is unknown.",
            generated="coalesce(name, path)",
        ),
        text("url", "栏目网址：栏目第一页的网址。", "Column URL: Address of its first listing page.", required=True),
        integer(
            "parent_id",
            "上级栏目：上级栏目；没有则空。",
            "Parent column: The column above it; NULL when there is none.",
            references="columns.id",
        ),
        integer(
            "complete",
            "是否走完：1：上次走到了末页；0：翻页有上限或中途断开，可能缺文章。",
            "Complete: 1 when the last walk reached the last page; 0 when it broke off or paging is capped.",
            required=True,
            default="0",
            check="complete IN (0, 1)",
        ),
        text(
            "last_full_walk_at",
            "上次走完时间：上次走到末页（或翻页所及的最后一页）的时间，UTC。",
            "Last full walk: When a walk last reached the last page, or the last one that paging reaches, UTC.",
        ),
        text(
            "broken_at",
            "断开时间：此后尚未重新走完，中间可能有漏；无则空，UTC。",
            "Broken off: Since when rows may have been missed, for no walk has reached the end since, UTC; else NULL.",
            since=MEMORY,
        ),
    ),
    unique=(("site", "path"),),
    indexes=(Index(("parent_id",), "parent_id IS NOT NULL"),),
    label="label",
)

SOURCES = Table(
    "sources",
    Words("来源", "Sources", "文章所署的来源，照页面所印。", "Sources that articles name, as printed."),
    (
        integer("id", "编号：本库内的编号。", "Id: Number inside this dataset."),
        text(
            "name",
            "来源名称：所印来源：去标签、NFKC、合并空白。",
            "Source name: The printed source: label removed, NFKC, white space collapsed.",
            required=True,
        ),
        integer(
            "canonical_id",
            "规范来源：站点定义中的正式名称；各站不一（如“本网站”）时为空。",
            "Canonical source: The proper name in site definitions; NULL where sites differ (本网站).",
            references="sources.id",
        ),
    ),
    unique=(("name",),),
    indexes=(Index(("canonical_id",), "canonical_id IS NOT NULL"),),
    label="name",
)

TABLES = (SITES, COLUMNS, SOURCES)
