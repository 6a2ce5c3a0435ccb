// The graph: concepts, assertions and communities as objects, made of the columns of the index. What cards say of them
// beyond that comes in files of many, as scripts, because a page opened from a folder may not fetch.

const GRAPH = globalThis.kgGraph ?? JSON.parse(byId("data").textContent);
const CATEGORIES = GRAPH.categories;

const CONCEPTS = GRAPH.concepts.id.map((id, at) => ({
  at, id,
  name: GRAPH.concepts.name[at],
  category: CATEGORIES[GRAPH.concepts.category[at]],
  grounded: GRAPH.concepts.grounded[at] === 1,
  papers: GRAPH.concepts.papers[at],
  place: { x: GRAPH.concepts.x[at], y: GRAPH.concepts.y[at] },
  community: null,
  edges: [], // strongest first
}));

const COMMUNITIES = GRAPH.communities.map(([start, size, x, y, radius, loose], at) => ({
  at, place: { x, y }, radius, loose: loose === 1, members: CONCEPTS.slice(start, start + size),
}));
const WHOLE = COMMUNITIES.length === 1; // a small graph is not divided
for (const community of COMMUNITIES) {
  community.name = community.loose ? "small groups" : community.members.slice(0, 3).map((concept) => concept.name).join(", ");
  for (const concept of community.members) concept.community = community;
}

const ASSERTIONS = ((column) => column.id.map((id, at) => {
  const has = (flag) => (column.flags[at] & GRAPH.flags[flag]) !== 0;
  const predicate = GRAPH.predicates[column.predicate[at]];
  return {
    at, id, predicate,
    subject: CONCEPTS[column.subject[at]],
    object: CONCEPTS[column.object[at]],
    verb: predicate.verbs[column.direction[at]],
    aspect: GRAPH.aspects[column.aspect[at]],
    direction: GRAPH.directions[column.direction[at]],
    negated: has("negated"), speculated: has("speculated"), rejected: has("rejected"), withdrawn: has("withdrawn"), asserted: has("asserted"),
    via: ["loss", "blockade"].filter(has).join(" or "), // what all of it was read from, where not from the subject itself
    belief: column.belief[at] / 1000,
    papers: column.papers[at],
    sentences: column.sentences[at],
    wrong: column.wrong[at] ?? 0, // of these, what a curator judged so
    years: column.years[at],
    bend: column.bend[at],
    opposed: [],
  };
}))(GRAPH.assertions);
for (const [at, others] of Object.entries(GRAPH.assertions.opposed)) {
  ASSERTIONS[at].opposed = others.map((other) => ASSERTIONS[other]);
}

const byBelief = (a, b) => b.asserted - a.asserted || b.belief - a.belief || b.sentences - a.sentences || a.at - b.at;
const STRONGEST = [...ASSERTIONS].sort(byBelief);
for (const assertion of STRONGEST) {
  assertion.subject.edges.push(assertion);
  if (assertion.object !== assertion.subject) assertion.object.edges.push(assertion);
}

const conceptCalled = ((known) => (id) => known.get(id))(new Map(CONCEPTS.map((concept) => [concept.id, concept])));
const assertionCalled = ((known) => (id) => known.get(id))(new Map(ASSERTIONS.map((assertion) => [assertion.id, assertion])));
const otherEnd = (assertion, concept) => (assertion.subject === concept ? assertion.object : assertion.subject);

/** How large a concept is drawn; the layout counts on the same. */
const sizeOf = (concept) => Math.min(8 + 3.2 * Math.sqrt(concept.edges.length), 26);

/** Concepts that something is said of together with this one, those of the strongest assertions first. */
function neighboursOf(concept, among = () => true) {
  const found = new Set(concept.edges.filter(among).map((assertion) => otherEnd(assertion, concept)));
  found.delete(concept);
  return [...found];
}

// --- details ------------------------------------------------------------------------------------------

const details = new Map(Object.entries(GRAPH.details ?? {})); // by file
const loading = new Map();

function kgData(told) {
  details.set(told.file, told);
}

/** Load a script of the site once. */
function load(path) {
  if (!loading.has(path)) {
    loading.set(path, new Promise((done, failed) => {
      document.head.append(make("script", { src: path, onload: done, onerror: () => failed(new Error(path)) }));
    }));
  }
  return loading.get(path);
}

async function told(kind, at) {
  const file = `${kind[0]}${Math.floor(at / GRAPH.atOnce[kind])}`;
  if (!details.has(file)) await load(`graph/${file}.js`);
  const found = details.get(file);
  return { ...found[kind][at % GRAPH.atOnce[kind]], documents: found.documents };
}

/** Synonyms, page and address of a concept. */
const detailsOf = (concept) => told("concepts", concept.at);

/** Sentences and page of an assertion, and the papers they stand in. */
const evidenceOf = (assertion) => told("assertions", assertion.at);

// --- names --------------------------------------------------------------------------------------------

const alsoCalled = (concept, names) => NAMES.push(...names.map((name) => ({ concept, name, plain: plain(name) })));

/** A site's names, of more concepts than the graph has: those of which nothing is said have their page only. */
function kgNames(rows) {
  NAMES.length = 0;
  for (const [id, page, name, category, grounded, papers, synonyms] of rows) {
    const own = CATEGORIES.find((one) => one.name === category) ?? { name: category, label: category, colour: OTHER };
    const concept = conceptCalled(id) ?? { id, page, name, category: own, grounded: grounded === 1, papers, edges: [] };
    alsoCalled(concept, [name, ...synonyms, id]);
  }
}

async function namesKnown() {
  if (GRAPH.site) await load("names.js");
  else if (!NAMES.length) {
    for (const concept of CONCEPTS) {
      const { synonyms } = await detailsOf(concept);
      alsoCalled(concept, [concept.name, ...synonyms, concept.id]);
    }
  }
}

/** What to choose among for a text; with `drawable` only what stands in the graph. */
const finding = (drawable) => async (query) => {
  await namesKnown();
  return findConcepts(query).filter(({ concept }) => !drawable || concept.edges.length).map(({ concept, name }) => ({
    concept, label: [marked(concept)], more: [" ", name !== concept.name && [words(name), " · "], counted(concept.papers, "paper")],
  }));
};
