// Legend and filters: what of the graph is let through, and how much that leaves of each community.

const hiddenCategories = new Set();
const hiddenPredicates = new Set();
const signBoxes = [...document.querySelectorAll("[data-sign]")];
const YEARS = ASSERTIONS.flatMap((assertion) => assertion.years);
const [FIRST_YEAR, LAST_YEAR] = YEARS.reduce(([first, last], year) => [Math.min(first, year), Math.max(last, year)], [Infinity, -Infinity]);

// What is left through the filters
const left = { concepts: new Set(), assertions: new Set(), sizes: [], ties: [] };

/** What the filters say, as a test of an assertion. */
function passingNow() {
  const on = Object.fromEntries(["ungrounded", "negated", "speculated", "rejected", "withdrawn"].map((id) => [id, byId(id).checked]));
  const signs = new Set(signBoxes.filter((box) => box.checked).map((box) => box.dataset.sign));
  const belief = Number(byId("belief").value);
  const asked = ["since", "until"].map((id) => Number(byId(id).value));
  const [since, until] = [asked[0], asked[1] >= FIRST_YEAR ? asked[1] : LAST_YEAR]; // not while a year is being typed
  const anyYear = since <= FIRST_YEAR && until >= LAST_YEAR;
  const end = (concept) => !hiddenCategories.has(concept.category) && (on.ungrounded || concept.grounded);
  return (assertion) => end(assertion.subject) && end(assertion.object)
    && !hiddenPredicates.has(assertion.predicate)
    && signs.has(assertion.direction)
    && (on.negated || !assertion.negated)
    && (on.speculated || !assertion.speculated)
    && (on.rejected || !assertion.rejected)
    && (on.withdrawn || !assertion.withdrawn)
    && assertion.belief >= belief
    && (anyYear || assertion.years.some((year) => since <= year && year <= until));
}

/** A concept that had assertions and lost them all to a filter goes too. */
function applyFilters() {
  const passes = passingNow();
  left.assertions = new Set(STRONGEST.filter(passes));
  left.concepts = new Set();
  for (const { subject, object } of left.assertions) left.concepts.add(subject).add(object);
  for (const concept of CONCEPTS) {
    if (!concept.edges.length && !hiddenCategories.has(concept.category)) left.concepts.add(concept);
  }
  left.sizes = COMMUNITIES.map(() => 0);
  for (const concept of left.concepts) left.sizes[concept.community.at] += 1;
  left.ties = tiesBetween(left.assertions);
}

/** How strongly communities are tied, strongest first: { one, other, weight, assertions }. */
function tiesBetween(assertions) {
  const found = new Map();
  for (const assertion of assertions) {
    const [one, other] = [assertion.subject.community, assertion.object.community].sort((a, b) => a.at - b.at);
    if (one === other) continue;
    const key = one.at * COMMUNITIES.length + other.at;
    if (!found.has(key)) found.set(key, { one, other, weight: 0, assertions: 0 });
    const tie = found.get(key);
    tie.weight += assertion.belief;
    tie.assertions += 1;
  }
  return [...found.values()].sort((a, b) => b.weight - a.weight || a.one.at - b.one.at || a.other.at - b.other.at);
}

function sayCounts() {
  const all = GRAPH.counts;
  const [concepts, assertions] = [left.concepts.size, left.assertions.size];
  const part = CONCEPTS.length < all.conceptsInAll || ASSERTIONS.length < all.assertionsInAll;
  const filtered = concepts < CONCEPTS.length || assertions < ASSERTIONS.length;
  byId("counts").textContent =
    `${filtered || part ? "Showing " : ""}${counted(concepts, "concept")} in ${counted(assertions, "assertion")}`
    + (filtered || part ? ` of ${all.conceptsInAll.toLocaleString("en")} in ${all.assertionsInAll.toLocaleString("en")}` : "")
    + (part && !GRAPH.focus ? ", strongest first," : "")
    + ` from ${counted(all.documentsInAll, "paper")}`;
  const { value } = byId("belief");
  byId("belief-value").textContent = Number(value) ? `≥ ${percent(Number(value))}` : "any";
}

function resetFilters() {
  hiddenCategories.clear();
  hiddenPredicates.clear();
  for (const box of document.querySelectorAll("#filters input[type=checkbox]")) box.checked = true;
  for (const button of document.querySelectorAll(".legend button")) button.setAttribute("aria-pressed", "true");
  byId("belief").value = 0;
  byId("since").value = byId("until").value = "";
}

/** Turn a legend's category on or off, or a kind of assertion; true where it is on. */
const toggle = (hidden, one, on = hidden.has(one)) => (on ? hidden.delete(one) : hidden.add(one), on);

function countBy(items, keyOf) {
  const counts = new Map();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return (key) => counts.get(key) ?? 0;
}

const number = (count) => make("span", { class: "number" }, count.toLocaleString("en"));

/** Write how many a filter concerns; a filter that concerns none is not shown. */
function count(box, many) {
  const label = box.closest("label");
  label.querySelector(".number").textContent = many.toLocaleString("en");
  label.hidden = many === 0;
}

function buildFilters(changed) {
  const inCategory = countBy(CONCEPTS, (concept) => concept.category);
  byId("categories").append(...CATEGORIES.map((category, at) =>
    make("button", { type: "button", "aria-pressed": "true", title: "Show or hide", "data-category": category.name, "data-at": at,
      onclick: ({ currentTarget }) => {
        currentTarget.setAttribute("aria-pressed", String(toggle(hiddenCategories, category)));
        changed();
      } },
      dot({ category }), category.label, number(inCategory(category)))));
  const ofKind = countBy(ASSERTIONS, (assertion) => assertion.predicate);
  byId("predicates").append(...GRAPH.predicates.filter(ofKind).map((predicate) =>
    make("label", { class: "check" },
      make("input", { type: "checkbox", checked: "", oninput: ({ target }) => toggle(hiddenPredicates, predicate, target.checked) }),
      predicate.verbs[0], number(ofKind(predicate)))));
  const ofSign = countBy(ASSERTIONS, (assertion) => assertion.direction);
  for (const box of signBoxes) count(box, ofSign(box.dataset.sign));
  for (const flag of ["negated", "speculated", "rejected", "withdrawn"]) count(byId(flag), ASSERTIONS.filter((one) => one[flag]).length);
  count(byId("ungrounded"), CONCEPTS.filter((concept) => !concept.grounded).length);
  byId("years").hidden = !(FIRST_YEAR < LAST_YEAR);
  for (const [id, year] of [["since", FIRST_YEAR], ["until", LAST_YEAR]]) {
    Object.assign(byId(id), { min: FIRST_YEAR, max: LAST_YEAR, placeholder: year });
  }
  byId("filters").addEventListener("input", changed);
}
