/* What datasette's pages lack: menus close when the reader clicks elsewhere or presses Escape; fields of filters have
   names, and headings leave no level out, for who listens to the page. */
"use strict";
(() => {
  const MENUS = "details.actions-menu-links, details.nav-menu";
  const closeExcept = (kept) => {
    for (const menu of document.querySelectorAll(MENUS)) {
      if (menu !== kept) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => closeExcept(event.target.closest(MENUS)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeExcept(null);
  });
  const NAMES = {
    _filter_column: "按哪一列筛选 column to filter by", _filter_op: "条件 condition", _filter_value: "值 value",
    _sort: "排序 sort by", _size: "行数 rows",
  };
  for (const field of document.querySelectorAll("main select, main input")) {
    const name = NAMES[field.name.replace(/_\d+$/, "")];
    if (name && !field.labels?.length) field.setAttribute("aria-label", name);
  }
  let above = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName[1]);
    const fitting = Math.min(level, above + 1);
    if (fitting !== level) heading.setAttribute("aria-level", fitting);
    above = fitting;
  }
})();
