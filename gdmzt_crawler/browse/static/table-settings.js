/* What datasette's table.js reads; its own page says it in an inline script, which our policy forbids. */
"use strict";
window.DATASETTE_ALLOW_FACET = document.querySelector('meta[name="datasette-allow-facet"]')?.content === "true";
