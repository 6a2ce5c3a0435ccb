// State: the filters, and what the address names (#concept=… or #assertion=…). Everything else follows.

const hiddenCategories = new Set();
const hiddenPredicates = new Set();
const signBoxes = [...document.querySelectorAll("[data-sign]")];
const NARROW = matchMedia("(max-width: 820px)");

/** Name a concept or an assertion in the address; the page follows the address. */
function go(kind, id) {
  // The colon of a CURIE may stand in a fragment, and people read it more easily so
  if (kind) location.hash = `${kind}=${encodeURIComponent(id).replaceAll("%3A", ":")}`;
  else {
    history.pushState(null, "", "#"); // setting an empty hash would scroll a phone to the top
    follow();
  }
}

function named() {
  const [kind, id] = location.hash.slice(1).split("=", 2);
  try {
    return [kind, decodeURIComponent(id ?? "")];
  } catch {
    return ["", ""]; // an address cut off in the middle of an escape
  }
}

function passes(assertion) {
  const ends = [CONCEPTS.get(assertion.subject), CONCEPTS.get(assertion.object)];
  return ends.every((end) => !hiddenCategories.has(end.category) && (end.grounded || byId("ungrounded").checked))
    && !hiddenPredicates.has(assertion.predicate)
    && signBoxes.find((box) => box.dataset.sign === signOf(assertion)).checked
    && (!assertion.negated || byId("negated").checked)
    && (!assertion.speculated || byId("speculated").checked)
    && (!assertion.rejected || byId("rejected").checked)
    && assertion.belief >= Number(byId("belief").value);
}

function sayCounts(concepts, assertions) {
  const all = GRAPH.counts;
  const part = all.concepts < all.conceptsInAll || all.assertions < all.assertionsInAll;
  const filtered = concepts < all.concepts || assertions < all.assertions;
  byId("counts").textContent =
    `${filtered || part ? "Showing " : ""}${counted(concepts, "concept", "concepts")} and ${counted(assertions, "assertion", "assertions")}`
    + (filtered || part ? ` of ${all.conceptsInAll.toLocaleString("en")} and ${all.assertionsInAll.toLocaleString("en")}` : "")
    + (part && !GRAPH.focus ? ", strongest first," : "")
    + ` from ${counted(all.documentsInAll, "paper", "papers")}`;
}

/** Apply the filters. A concept that had assertions and lost them all to a filter goes too. */
function filter() {
  const shown = GRAPH.assertions.filter(passes);
  const touched = new Set(shown.flatMap((assertion) => [assertion.subject, assertion.object]));
  const alone = GRAPH.concepts.filter((c) => DEGREE.get(c.id) === 0 && !hiddenCategories.has(c.category));
  visible = { nodes: new Set([...touched, ...alone.map((c) => c.id)]), edges: new Set(shown.map((a) => a.id)) };
  byId("empty").hidden = visible.nodes.size > 0;
  byId("belief-value").textContent = Number(byId("belief").value) ? `≥ ${percent(Number(byId("belief").value))}` : "any";
  sayCounts(visible.nodes.size, shown.length);
  byId("table").replaceChildren(assertionTable([...shown].sort(byBelief)));
  paint(named()[0] === "assertion" ? named()[1] : undefined);
}

/** Show what the address names, and put the rest of the picture in the shade. */
function follow({ move = true } = {}) {
  const [kind, id] = named();
  const concept = kind === "concept" && CONCEPTS.get(id);
  const assertion = kind === "assertion" && ASSERTIONS.get(id);
  const card = byId("card");
  lit = null;
  chosen = concept ? id : null;
  if (concept) {
    const edges = GRAPH.assertions.filter((a) => a.subject === id || a.object === id);
    lit = new Set([id, ...edges.flatMap((edge) => [edge.id, edge.subject, edge.object])]);
    fill(card, conceptCard(concept));
  } else if (assertion) {
    lit = new Set([id, assertion.subject, assertion.object, ...assertion.opposed]);
    fill(card, assertionCard(assertion));
  } else {
    fill(card, CONCEPTS.has(GRAPH.focus) ? conceptCard(CONCEPTS.get(GRAPH.focus)).slice(1) : welcomeCard());
  }
  document.querySelector("main").classList.toggle("disputed", Boolean(assertion && opposersOf(assertion).length));
  card.scrollTop = 0;
  paint(assertion ? id : undefined);
  if (lit && move) fit([...lit].filter((one) => CONCEPTS.has(one) && visible.nodes.has(one)));
}

function choose(id) {
  byId("search").value = "";
  suggest();
  if (!visible.nodes.has(id)) resetFilters();
  go("concept", id);
}

function resetFilters() {
  hiddenCategories.clear();
  hiddenPredicates.clear();
  for (const box of document.querySelectorAll("#filters input[type=checkbox]")) box.checked = true;
  for (const button of document.querySelectorAll(".legend button")) button.setAttribute("aria-pressed", "true");
  byId("belief").value = 0;
  filter();
}

function showTable(on) {
  byId("table").hidden = !on;
  byId("show-table").setAttribute("aria-pressed", String(on));
  byId("show-graph").setAttribute("aria-pressed", String(!on));
}

// --- search -------------------------------------------------------------------------------------------

const GREEK = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", κ: "kappa" };
const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[αβγδκ]/g, (sign) => GREEK[sign]).replace(/[^\p{L}\p{N}+]+/gu, "");
const NAMES = GRAPH.concepts.flatMap((concept) =>
  [concept.name, ...concept.synonyms, concept.id].map((name) => ({ concept, name, plain: plain(name) })));

function search(query) {
  const wanted = plain(query);
  if (!wanted) return [];
  const best = new Map();
  for (const entry of NAMES) {
    const at = entry.plain.indexOf(wanted);
    if (at < 0) continue;
    const rank = (entry.plain === wanted ? 0 : at === 0 ? 1 : 2) * 1000 - Math.min(DEGREE.get(entry.concept.id), 999);
    if (!best.has(entry.concept.id) || rank < best.get(entry.concept.id).rank) best.set(entry.concept.id, { ...entry, rank });
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank).slice(0, 8);
}

function suggest() {
  const found = search(byId("search").value);
  const none = byId("search").value.trim() && found.length === 0;
  byId("found").replaceChildren(...found.map(({ concept, name }, at) =>
    make("li", { role: "option", id: `found-${at}`, "aria-selected": String(at === 0), "data-concept": concept.id,
      onpointerdown: (event) => { event.preventDefault(); choose(concept.id); } },
      marked(concept), name !== concept.name && make("small", {}, " ", words(name)))),
    ...(none ? [make("li", { role: "option", "aria-disabled": "true" }, "No concept of this page is called so")] : []));
  byId("found").hidden = found.length === 0 && !none;
  byId("search").setAttribute("aria-expanded", String(!byId("found").hidden));
  point(0);
}

function point(at) {
  const options = [...byId("found").querySelectorAll("[data-concept]")];
  options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
  if (options[at]) byId("search").setAttribute("aria-activedescendant", options[at].id);
  else byId("search").removeAttribute("aria-activedescendant");
}

byId("search").addEventListener("input", suggest);
byId("search").addEventListener("blur", () => { byId("found").hidden = true; });
byId("search").addEventListener("keydown", (event) => {
  const options = [...byId("found").querySelectorAll("[data-concept]")];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" && options.length) point((at + 1) % options.length);
  else if (event.key === "ArrowUp" && options.length) point((at - 1 + options.length) % options.length);
  else if (event.key === "Enter" && options[at]) choose(options[at].dataset.concept);
  else if (event.key === "Escape") { byId("search").value = ""; suggest(); }
  else return;
  event.preventDefault();
});

// --- legend and filters -------------------------------------------------------------------------------

const countOf = (items, test) => String(items.filter(test).length);

byId("categories").append(...GRAPH.categories.map((category) =>
  make("button", { type: "button", "aria-pressed": "true", title: "Show or hide", "data-category": category.name,
    onclick: ({ currentTarget }) => {
      const on = hiddenCategories.delete(category.name) || !hiddenCategories.add(category.name);
      currentTarget.setAttribute("aria-pressed", String(on));
      filter();
    } },
    dot({ category: category.name }), category.label,
    make("span", { class: "number" }, countOf(GRAPH.concepts, (c) => c.category === category.name)))));

byId("predicates").append(...Object.entries(GRAPH.predicates)
  .filter(([name]) => GRAPH.assertions.some((a) => a.predicate === name))
  .map(([name, verb]) =>
    make("label", { class: "check" },
      make("input", { type: "checkbox", checked: "", onchange: ({ target }) => {
        if (target.checked) hiddenPredicates.delete(name);
        else hiddenPredicates.add(name);
      } }),
      verb, make("span", { class: "number" }, countOf(GRAPH.assertions, (a) => a.predicate === name)))));

/** Write how many a filter concerns; a filter that concerns none is not shown. */
function count(box, items, test) {
  const label = box.closest("label");
  label.querySelector(".number").textContent = countOf(items, test);
  label.hidden = !items.some(test);
}

for (const box of signBoxes) count(box, GRAPH.assertions, (a) => signOf(a) === box.dataset.sign);
count(byId("negated"), GRAPH.assertions, (a) => a.negated);
count(byId("speculated"), GRAPH.assertions, (a) => a.speculated);
count(byId("rejected"), GRAPH.assertions, (a) => a.rejected);
count(byId("ungrounded"), GRAPH.concepts, (c) => !c.grounded);
byId("filters").addEventListener("input", filter);
byId("filters").addEventListener("change", filter);
byId("reset").addEventListener("click", () => { resetFilters(); go(); fit(); });
byId("show-graph").addEventListener("click", () => showTable(false));
byId("show-table").addEventListener("click", () => showTable(true));

/** Dots in legend and cards carry their colours; they are made again when the scheme changes. */
function recolour() {
  for (const button of document.querySelectorAll(".legend button")) {
    button.querySelector(".dot").replaceWith(dot({ category: button.dataset.category }));
  }
  follow({ move: false });
}

addEventListener("hashchange", () => {
  follow();
  byId("card").focus({ preventScroll: true }); // so that a screen reader goes on there
  if (NARROW.matches && lit) byId("card").scrollIntoView({ block: "start", behavior: STILL.matches ? "auto" : "smooth" });
});
DARK.addEventListener("change", recolour);
if (NARROW.matches) byId("filters").open = false;
filter();
network.once("afterDrawing", () => {
  fit();
  if (named()[0]) follow();
});
follow({ move: false });
