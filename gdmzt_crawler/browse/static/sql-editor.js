/* The SQL box of datasette's pages: an editor with colours, and a button that lays the statement out. */
"use strict";
(() => {
  const button = document.querySelector("button#sql-format");
  const shown = document.querySelector("pre#sql-query");
  const box = document.querySelector("textarea#sql-editor");
  if (box && window.CodeMirror) {
    const editor = window.CodeMirror.fromTextArea(box, { lineNumbers: true, mode: "text/x-sql", lineWrapping: true });
    editor.setOption("extraKeys", { "Shift-Enter": () => box.form.submit(), Tab: false });
    editor.getInputField().setAttribute("aria-label", "SQL");
    if (button && window.sqlFormatter) {
      button.hidden = false;
      button.addEventListener("click", () => editor.setValue(window.sqlFormatter.format(editor.getValue())));
    }
  } else if (shown && button && window.sqlFormatter) {
    const formatted = window.sqlFormatter.format(shown.textContent);
    button.hidden = formatted === shown.textContent;
    button.addEventListener("click", () => {
      shown.textContent = formatted;
    });
  }
})();
