// The fleet's table: sorting, filtering, opening workspaces.

(function start() {
  document.documentElement.classList.add("js");
  const table = document.getElementById("fleet");
  if (!table) return;
  const body = table.tBodies[0];
  const columns = table.tHead.rows[0].cells.length;
  const form = document.getElementById("filters");
  const status = document.getElementById("shown");
  const rows = readData("fleet-data").map((facts) => {
    const row = document.getElementById(`w-${facts.key}`);
    const name = row.querySelector("button.open").textContent;
    return { ...facts, row, name, detail: null };
  });
  const byKey = new Map(rows.map((entry) => [entry.key, entry]));
  let details = null;

  function fill(name, values) {
    const select = form.elements[name];
    for (const value of [...new Set(values)].sort()) {
      if (value) select.append(element("option", { value }, value));
    }
    if (select.options.length < 2) select.closest("label").hidden = true;
  }

  function matches(entry) {
    const wanted = Object.fromEntries(new FormData(form));
    if (wanted.role && entry.role !== wanted.role) return false;
    if (wanted.subscription && entry.subscription !== wanted.subscription) return false;
    if (wanted.tag && !entry.tags.includes(wanted.tag)) return false;
    const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.every((word) => entry.text.includes(word))) return false;
    return hasLevel(entry.levels[wanted.dimension] || null, wanted.level);
  }

  function hasLevel(bounds, wanted) {
    if (wanted === "") return true;
    if (wanted === "none") return bounds === null;
    if (bounds === null) return false;
    return wanted === "higher" ? bounds[1] > bounds[0] : bounds[0] === Number(wanted);
  }

  function filter() {
    let shown = 0;
    for (const entry of rows) {
      const keep = matches(entry);
      entry.row.hidden = !keep;
      if (entry.detail) entry.detail.hidden = !keep || !isOpen(entry);
      if (keep) shown += 1;
    }
    const all = `${rows.length} workspace${rows.length === 1 ? "" : "s"}`;
    status.textContent = shown === rows.length ? all : `${shown} of ${all}`;
  }

  function rank(entry, column) {
    if (column === "name") return entry.name.toLowerCase();
    if (column === "role") return entry.role;
    const bounds = entry.levels[column] || null;
    return bounds === null ? -1 : bounds[0] * 10 + bounds[1];
  }

  function sort(head) {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const column = head.dataset.sort;
    const sign = down ? -1 : 1;
    const ordered = [...rows].sort((a, b) => {
      const [left, right] = [rank(a, column), rank(b, column)];
      if (left !== right) return left < right ? -sign : sign;
      return a.name.localeCompare(b.name);
    });
    for (const entry of ordered) body.append(entry.row, ...(entry.detail ? [entry.detail] : []));
  }

  function isOpen(entry) {
    return entry.row.querySelector("button.open").getAttribute("aria-expanded") === "true";
  }

  function open(entry, wanted) {
    const button = entry.row.querySelector("button.open");
    if (wanted && !entry.detail) {
      details = details || readData("details-data");
      const id = `d-${entry.key}`;
      const cell = element("td", { colspan: columns }, workspaceDetails(details, entry.key));
      entry.detail = element("tr", { class: "detail", id }, cell);
      entry.row.after(entry.detail);
      button.setAttribute("aria-controls", id);
    }
    if (entry.detail) entry.detail.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
  }

  // Opening many workspaces is spread over frames, so that the page goes on answering.
  function openAll(wanted) {
    const waiting = rows.filter((entry) => !entry.row.hidden && isOpen(entry) !== wanted);
    (function some() {
      for (const entry of waiting.splice(0, 10)) open(entry, wanted);
      if (waiting.length) requestAnimationFrame(some);
    })();
  }

  function openNamed() {
    const entry = byKey.get(location.hash.slice(3));
    if (!entry || !location.hash.startsWith("#w-")) return;
    open(entry, true);
    entry.row.scrollIntoView();
  }

  fill("role", rows.map((entry) => entry.role));
  fill("subscription", rows.map((entry) => entry.subscription));
  fill("tag", rows.flatMap((entry) => entry.tags));
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button.sort");
    if (button) sort(button.closest("th"));
  });
  body.addEventListener("click", (event) => {
    const button = event.target.closest("button.open");
    if (!button) return;
    const entry = byKey.get(button.closest("tr").dataset.key);
    open(entry, !isOpen(entry));
  });
  document.getElementById("open-all").addEventListener("click", () => openAll(true));
  document.getElementById("close-all").addEventListener("click", () => openAll(false));
  window.addEventListener("hashchange", openNamed);
  filter();
  openNamed();
})();
