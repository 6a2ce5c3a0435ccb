// Searching and filtering. Every text reaches the page as a text node, never as markup.

const UP = document.body.dataset.up;
const byId = (id) => document.getElementById(id);

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== false && child !== ""));
  return element;
}

/** A text from a paper or an ontology: its own writing direction does not spill into its surroundings. */
const words = (text) => make("bdi", {}, String(text));
const dot = (category, grounded) => make("i", { class: `dot c-${category}${grounded ? "" : " hollow"}`, "aria-hidden": "true" });
const counted = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;

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

// --- a concept's page: what has to do with one category, in the order asked for, folded after a dozen ---

const UNFOLDED = 12;
const chosen = { filter: "", order: "rank" };
const GROUPS = [...document.querySelectorAll(".groups > section")].map((section) => {
  const lines = [...section.querySelectorAll(".line")];
  lines.forEach((line, at) => { line.dataset.rank = String(-at); });
  return { section, lines, number: section.querySelector(".number"), all: section.querySelector(".number").textContent };
});

function arrange({ section, lines, number, all }) {
  const fits = lines.filter((line) => chosen.filter === "" || line.dataset.category.split(" ").includes(chosen.filter));
  fits.sort((a, b) => b.dataset[chosen.order] - a.dataset[chosen.order] || b.dataset.rank - a.dataset.rank);
  const others = lines.filter((line) => !fits.includes(line));
  for (const line of lines) line.hidden = others.includes(line);
  const [first, rest] = section.querySelectorAll("ul.lines");
  first.replaceChildren(...fits.slice(0, rest ? UNFOLDED : undefined), ...(rest ? [] : others));
  if (rest) {
    rest.replaceChildren(...fits.slice(UNFOLDED), ...others);
    rest.parentElement.hidden = fits.length <= UNFOLDED;
    rest.parentElement.querySelector("summary").textContent = `show all ${fits.length.toLocaleString("en")}`;
  }
  number.textContent = chosen.filter ? `${fits.length.toLocaleString("en")} of ${all}` : all;
  section.hidden = !fits.length;
}

for (const chooser of document.querySelectorAll(".chooser")) {
  chooser.parentElement.hidden = false;
  chooser.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    chosen["filter" in chooser.dataset ? "filter" : "order"] = button.dataset.value;
    for (const one of chooser.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
    GROUPS.forEach(arrange);
  });
}
