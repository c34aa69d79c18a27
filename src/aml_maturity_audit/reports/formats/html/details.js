// A workspace in full: ladder, next steps, criteria, and what could not be seen.

const SIGNS = { met: "✓", not_met: "✗", unknown: "?", not_applicable: "–" };
const WORDS = { met: "met", not_met: "not met", unknown: "unknown", not_applicable: "not applicable" };
const TOP = 4;

function verdict(criterion) {
  const text = `${SIGNS[criterion.verdict]} ${WORDS[criterion.verdict]}`;
  return element("span", { class: `verdict ${criterion.verdict}` }, text);
}

function wanted(missing) {
  if (!missing.action) return missing.hint || missing.signal;
  return element("span", {}, `reading ${missing.signal} needs `, element("code", {}, missing.action));
}

// What workspaces share stands once in the data: here all of it is a workspace's own again.
function unfolded(data, key) {
  const own = data.workspaces[key];
  const told = (text) => (typeof text === "number" ? data.texts[text] : text);
  const seen = (one) => ({
    ...one,
    text: told(one.text),
    source: one.at === undefined ? told(one.source) : own.id + one.at,
  });
  const criterion = (one) => {
    const whole = { ...data.criteria[one.id], ...one };
    return {
      ...whole,
      because: told(whole.because),
      remedy: told(whole.remedy),
      evidence: (one.evidence || []).map(seen),
      missing: (one.missing || []).map((missing) => ({ ...missing, hint: told(missing.hint) })),
    };
  };
  return {
    ...own,
    notes: own.notes.map(told),
    unseen: own.unseen.map((reading) => ({ ...reading, detail: told(reading.detail) })),
    criteria: own.criteria.map(criterion),
  };
}

function workspaceDetails(data, key) {
  const workspace = unfolded(data, key);
  const criteria = workspace.criteria;
  const byId = new Map(criteria.map((criterion) => [criterion.id, criterion]));
  return element(
    "div",
    { class: "workspace" },
    facts(workspace),
    workspace.notes.map((note) => element("p", { class: "small" }, note)),
    nextSteps(workspace, byId),
    ladder(data.dimensions, workspace, criteria),
    overTime(data, workspace),
    unseen(workspace),
    criteriaTable(data.dimensions, criteria),
    hints(workspace),
  );
}

function facts(workspace) {
  return element(
    "p",
    { class: "facts" },
    element("code", {}, workspace.id),
    element("span", {}, workspace.location),
    workspace.tags.map((tag) => element("span", {}, element("bdi", {}, tag))),
    workspace.url ? linked("Open in the studio", workspace.url) : null,
  );
}

function nextSteps(workspace, byId) {
  const groups = workspace.next.groups.map((ids) => ids.map((id) => byId.get(id)));
  if (!groups.length) {
    return [element("h3", {}, "Next level"), element("p", {}, "Nothing stands before the next level.")];
  }
  // Criteria that are unknown for one reason are told together.
  const items = groups.map((group) => {
    const titles = group.map((criterion) => [element("strong", {}, criterion.title), "; "]).flat();
    const because = element("p", { class: "small" }, group[0].because);
    return element("li", {}, verdict(group[0]), " ", titles.slice(0, -1), because, remedy(group[0]));
  });
  return [
    element("h3", {}, `What stands before level ${workspace.next.level}`),
    element("ol", { class: "steps" }, items),
  ];
}

function remedy(criterion) {
  if (criterion.verdict === "met" || criterion.verdict === "not_applicable") return null;
  const asked = criterion.missing.map((missing) => element("p", { class: "small" }, wanted(missing)));
  if (criterion.verdict === "unknown" || !criterion.remedy) return asked;
  const docs = criterion.docs ? [" ", linked("How", criterion.docs)] : null;
  return [element("p", { class: "small remedy" }, criterion.remedy, docs), asked];
}

// Per dimension and level: how many of the criteria that the level adds are met.
function ladder(dimensions, workspace, criteria) {
  const levels = Array.from({ length: TOP }, (_, index) => index + 1);
  const rows = dimensions.map((dimension) => {
    const cells = levels.map((level) => ladderCell(workspace, criteria, dimension.id, level));
    return element("tr", {}, element("th", { scope: "row" }, dimension.title), cells);
  });
  const heads = levels.map((level) => element("th", { scope: "col" }, `Level ${level}`));
  return [
    element("h3", {}, "Ladder"),
    element("p", { class: "quiet small" }, "Criteria met, of those that each level adds."),
    element(
      "div",
      { class: "scroll" },
      element(
        "table",
        { class: "ladder" },
        element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Dimension"), heads)),
        element("tbody", {}, rows),
      ),
    ),
  ];
}

function ladderCell(workspace, criteria, dimension, level) {
  if (!workspace.assessed.includes(dimension)) return element("td", { class: "none" }, "not assessed");
  const added = criteria.filter((c) => c.counts && c.dimensions[dimension] === level);
  if (!added.length) return element("td", { class: "none" }, "nothing new");
  const unknown = added.filter((c) => c.verdict === "unknown").length;
  const lacking = added.filter((c) => c.verdict === "not_met").length;
  const kind = lacking ? "not_met" : unknown ? "unknown" : "met";
  const met = `${SIGNS[kind]} ${added.length - unknown - lacking} of ${added.length}`;
  return element("td", { class: kind }, unknown ? `${met}, ${unknown} unknown` : met);
}

function unseen(workspace) {
  if (!workspace.unseen.length) return null;
  const items = workspace.unseen.map((reading) =>
    element(
      "li",
      {},
      element("strong", {}, reading.signal),
      ` (${reading.scope}): ${[reading.state, reading.detail].filter(Boolean).join("; ")}`,
      reading.action ? ["; grant ", element("code", {}, reading.action)] : null,
    ),
  );
  return [element("h3", {}, "What we could not see"), element("ul", {}, items)];
}

function criteriaTable(dimensions, criteria) {
  const heads = ["Verdict", "Criterion", "Why, and what to do"];
  return [
    element("h3", {}, "Every criterion"),
    element(
      "table",
      { class: "criteria" },
      element("thead", {}, element("tr", {}, heads.map((head) => element("th", { scope: "col" }, head)))),
      element("tbody", {}, criteria.map((one) => criterionRow(dimensions, one))),
    ),
  ];
}

function criterionRow(dimensions, criterion) {
  const required = dimensions
    .filter((dimension) => dimension.id in criterion.dimensions)
    .map((dimension) => `${dimension.title} ${criterion.dimensions[dimension.id]}`);
  const where = criterion.counts ? required.join(", ") : "a signal, not required by this edition";
  return element(
    "tr",
    {},
    element("td", {}, verdict(criterion)),
    element(
      "th",
      { scope: "row", class: "name" },
      element("strong", {}, criterion.title),
      element("code", { class: "quiet" }, criterion.id),
      element("span", { class: "quiet small" }, ` ${where}`),
    ),
    element("td", {}, criterion.because, evidence(criterion), attestation(criterion), remedy(criterion)),
  );
}

function evidence(criterion) {
  const items = criterion.evidence.map((seen) =>
    element(
      "li",
      {},
      linked(seen.text, seen.url),
      seen.source ? [" ", element("code", {}, seen.source)] : null,
    ),
  );
  return items.length ? element("ul", { "aria-label": "Evidence" }, items) : null;
}

function attestation(criterion) {
  const given = criterion.attested;
  if (!given) return null;
  const against = given.override
    ? ` against the observed verdict ${WORDS[given.observed] || given.observed}: ${given.reason}`
    : "";
  return element(
    "p",
    { class: "small" },
    `Attested by ${given.by} on ${given.on}, until ${given.expires}${against}. `,
    given.evidence ? linked(given.url ? "Evidence" : given.evidence, given.url) : null,
  );
}

function hints(workspace) {
  if (!workspace.hints.length) return null;
  return [
    element("h3", {}, "Hints for the People column"),
    element("ul", { class: "small" }, workspace.hints.map((hint) => element("li", {}, hint))),
  ];
}
