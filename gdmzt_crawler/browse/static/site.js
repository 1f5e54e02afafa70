/* Menus of datasette's pages close when the reader clicks elsewhere or presses Escape. */
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
})();
