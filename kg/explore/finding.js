// The search box of every page but the graph's, which leads to pages of concepts and papers.

const UP = document.body.dataset.up;
const dot = (category, grounded) => make("i", { class: `dot c-${category}${grounded ? "" : " hollow"}`, "aria-hidden": "true" });

// --- names: loaded when somebody begins to search, as a script, because a page from a folder may not fetch ---

const CONCEPTS = [];
const PAPERS = [];
const loading = {};

function kgNames(rows) {
  for (const [id, page, name, category, grounded, papers, synonyms] of rows) {
    const concept = { id, page, name, category, grounded, papers };
    CONCEPTS.push(concept);
    for (const one of [name, ...synonyms, id]) NAMES.push({ concept, name: one, plain: plain(one) });
  }
}

function kgPapers(rows) {
  for (const [page, title, year] of rows) PAPERS.push({ page, title, year, plain: plain(title) });
}

/** Load a script of the site once. */
function load(path) {
  loading[path] ??= new Promise((done, failed) => {
    document.head.append(make("script", { src: UP + path, onload: done, onerror: () => failed(new Error(path)) }));
  });
  return loading[path];
}

function findPapers(query) {
  const wanted = plain(query).split(" ").filter((word) => word.length > 2);
  if (!wanted.length) return [];
  return PAPERS.filter((paper) => wanted.every((word) => paper.plain.includes(word))).slice(0, 4);
}

const suggestions = {
  concepts: (query) => findConcepts(query).map(({ concept, name }) => ({
    page: concept.page, id: concept.id, label: [dot(concept.category, concept.grounded), " ", words(concept.name)],
    more: [" ", name !== concept.name && [words(name), " · "], counted(concept.papers, "paper")],
  })),
  papers: (query) => findPapers(query).map((paper) => ({
    page: paper.page, label: [words(paper.title)], more: paper.year ? ` ${paper.year}` : "",
  })),
};

/** What to choose among for a text; the names are loaded when somebody begins to search. */
const finding = (...kinds) => async (query) => {
  await Promise.all(kinds.map((kind) => (kind === "papers" ? query && load("papers.js") : load("names.js"))));
  return kinds.flatMap((kind) => suggestions[kind](query));
};

suggestFor(byId("search"), byId("found"), finding("concepts", "papers"), (one) => { location.href = UP + one.page; });
addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(input|textarea|select)$/i.test(document.activeElement.tagName)) {
    event.preventDefault();
    byId("search").focus();
  }
});
