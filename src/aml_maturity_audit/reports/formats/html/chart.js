// A workspace's level over time: where everything lies was worked out before.

function drawn(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function chartOf(axes, chart) {
  const across = { x1: axes.left, x2: axes.right };
  const levels = axes.grid.flatMap(([level, y]) => [
    drawn("line", { class: "grid", ...across, y1: y, y2: y }),
    drawn("text", { x: axes.left - 6, y: y + 4, "text-anchor": "end" }, String(level)),
  ]);
  const marks = chart.marks.map((x) =>
    drawn("line", { class: "mark", x1: x, x2: x, y1: axes.top, y2: axes.bottom }),
  );
  const dots = chart.dots.map(([cx, cy]) => drawn("circle", { class: "dot", cx, cy, r: 3 }));
  const ends = chart.ends.map(([x, day], index) =>
    drawn("text", { x, y: axes.bottom + 18, "text-anchor": index ? "end" : "start" }, day),
  );
  return drawn(
    "svg",
    { class: "chart", viewBox: `0 0 ${axes.width} ${axes.height}`, role: "img", "aria-label": chart.told },
    ...levels,
    drawn("polygon", { class: "band", points: chart.band }),
    ...marks,
    drawn("polyline", { class: "confirmed", points: chart.line }),
    ...dots,
    ...ends,
  );
}

function overTime(data, workspace) {
  if (!workspace.chart || workspace.chart.dots.length < 2) return null;
  const changes = workspace.chart.changes.map((said) => element("li", {}, said));
  return [
    element("h3", {}, "Over time"),
    element(
      "div",
      { class: "over-time" },
      chartOf(data.chart, workspace.chart),
      element(
        "div",
        { class: "small" },
        element("p", {}, workspace.chart.told),
        changes.length ? element("ul", { class: "changes quiet" }, changes) : null,
      ),
    ),
  ];
}
