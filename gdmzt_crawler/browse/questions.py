"""What a canned query is made of: words, SQL, and parameters that may be left empty."""

from __future__ import annotations

from dataclasses import dataclass

from ..store.schema import Words

Metadata = dict[str, object]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named parameter; left empty it means `default`, as does what is no number above 0 where one is asked."""

    name: str
    words: Words
    default: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A canned query. In `sql`, `{name}` stands for the parameter's value or its default, as text."""

    name: str
    words: Words
    sql: str
    parameters: tuple[Parameter, ...] = ()

    def statement(self) -> str:
        """SQL with `:name` where a reader may put a value; empty or absent ones mean the default."""
        values = {one.name: _or_default(one) for one in self.parameters}
        return self.sql.strip().format(**values)

    def metadata(self) -> Metadata:
        """Datasette's configuration of it."""
        told = "；".join(f"{one.name} {one.words.zh}" for one in self.parameters)
        said = "; ".join(f"{one.name}: {one.words.en}" for one in self.parameters)
        more = f" 参数 parameters — {told}。 {said}." if self.parameters else ""
        return {
            "title": self.words.title,
            "description": self.words.description + more,
            "sql": self.statement(),
            "hide_sql": True,
            "params": [one.name for one in self.parameters],
        }


def _or_default(one: Parameter) -> str:
    default = one.default.replace("'", "''")
    if one.whole:
        digits = f"ltrim(trim(:{one.name}), '0')"
        return f"CASE WHEN {digits} GLOB '[1-9]*' AND {digits} NOT GLOB '*[^0-9]*' THEN {digits} ELSE '{default}' END"
    return f"coalesce(nullif(trim(:{one.name}), ''), '{default}')"


def parameter(name: str, zh: str, en: str, default: str = "", *, whole: bool = False) -> Parameter:
    """`zh` and `en` say what an empty value means, too."""
    return Parameter(name, Words(name, name, zh, en), default, whole)


SINCE = parameter("since", "此日起，空为不限", "this day on, such as 2024-01-01; empty: all")
LIMIT = parameter("rows", "至多几行，空或不是正整数为 100", "rows at most; empty or no number: 100", "100", whole=True)
SITE = parameter("site", "站点名称，空为全部", "name of the site; empty: all")
DAYS = parameter("days", "最近几天，空或不是正整数为 90", "days back; empty or no number: 90", "90", whole=True)
SOURCE = parameter("source", "来源含此字样，空为全部", "part of the source's name; empty: all")
COLUMN = parameter("column", "栏目含此字样，空为全部", "part of the column's name; empty: all")
AT_MOST = "LIMIT min(max(CAST({rows} AS INTEGER), 1), 1000)"
