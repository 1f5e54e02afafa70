/* The first rows that each table has for the query; values are put in as text, never as markup. */
"use strict";
(() => {
  const SHOWN = 5;
  const LONGEST = 160;
  const query = new URLSearchParams(location.search).get("q") || "";
  const plain = (value) => {
    const text = String((value && typeof value === "object" ? value.label ?? value.value : value) ?? "");
    return text.length > LONGEST ? text.slice(0, LONGEST) + "…" : text;
  };
  const element = (name, text, parent) => {
    const made = document.createElement(name);
    if (text !== null) made.textContent = text;
    parent.append(made);
    return made;
  };
  const tabulate = (rows, place) => {
    const table = element("table", null, place);
    const names = Object.keys(rows[0]);
    const head = element("tr", null, element("thead", null, table));
    names.forEach((name) => (element("th", name, head).scope = "col"));
    const body = element("tbody", null, table);
    for (const row of rows) {
      const line = element("tr", null, body);
      names.forEach((name) => element("td", plain(row[name]), line));
    }
  };
  for (const section of document.querySelectorAll("section.found")) {
    const url = new URL(section.dataset.url, location.href);
    for (const [name, value] of Object.entries({ _shape: "objects", _labels: "on", _size: SHOWN, _search: query })) {
      url.searchParams.set(name, value);
    }
    const count = section.querySelector(".found-count");
    fetch(url)
      .then((answer) => answer.json())
      .then((data) => {
        const rows = data.rows || [];
        const total = data.filtered_table_rows_count ?? data.count ?? rows.length;
        count.textContent = `${Number(total).toLocaleString()} 条 rows`;
        if (!rows.length) return;
        const place = section.querySelector(".table-wrapper");
        place.hidden = false;
        tabulate(rows, place);
      })
      .catch(() => {
        count.textContent = "查询失败 the query failed";
      });
  }
})();
