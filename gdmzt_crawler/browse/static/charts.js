/* Draws every figure[data-chart] from the Vega-Lite spec in it, in the page's colours; again when these change.
   `ast: true` interprets expressions, so that no code is made from text. */
"use strict";
(() => {
  if (!window.vegaEmbed) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const LIGHT_SERIES = ["#9d2018", "#0a6ea8", "#b86e00", "#2f7d4f", "#6a4fa3", "#c0527e", "#4c5a6b", "#8a8478"];
  const DARK_SERIES = ["#f2a097", "#7cc0f2", "#eec06a", "#86d3a2", "#bfa8ee", "#f19cc0", "#a9b6c6", "#bdb5a4"];
  const config = () => {
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue(name).trim();
    const series = dark.matches ? DARK_SERIES : LIGHT_SERIES;
    const font = getComputedStyle(document.body).fontFamily;
    return {
      background: null,
      font,
      view: { stroke: null },
      axis: {
        labelColor: color("--soft"), labelFontSize: 12, gridColor: color("--line"), domainColor: color("--edge"),
        tickColor: color("--edge"),
      },
      axisX: { grid: false },
      legend: { labelColor: color("--ink"), labelFontSize: 12 },
      range: { category: series },
      bar: { color: series[0] },
      line: { color: series[0] },
      point: { color: series[0] },
    };
  };
  const draw = async (figure) => {
    // the drawing has a name and a table beside it; its thousand marks are not to be read out
    const place = document.createElement("div");
    place.setAttribute("aria-hidden", "true");
    figure.querySelector(".chart-drawing").replaceChildren(place);
    const spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    const options = {
      ast: true, renderer: "svg", actions: false, defaultStyle: false, config: config(),
      tooltip: { disableDefaultStyle: true },
    };
    await window.vegaEmbed(place, spec, options);
    figure.dataset.drawn = "yes";
  };
  const drawAll = () => document.querySelectorAll("figure[data-chart]").forEach((figure) => {
    draw(figure).catch((error) => {
      figure.dataset.drawn = "no";
      figure.querySelector("details").open = true;
      console.error(`chart not drawn: ${error.message}`);
    });
  });
  dark.addEventListener("change", drawAll);
  drawAll();
})();
