"use strict";
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

const GREEK = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", κ: "kappa" };
const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[αβγδκ]/g, (sign) => GREEK[sign]).replace(/[^\p{L}\p{N}+]+/gu, " ").trim();
const CONCEPTS = [];
const NAMES = [];
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

/** Whether two words are as close as a slip of the finger or two; `most` bounds the work. */
function near(wanted, found, most) {
  if (Math.abs(wanted.length - found.length) > most) return false;
  let before = [];
  let row = Array.from({ length: found.length + 1 }, (_, at) => at);
  for (let i = 1; i <= wanted.length; i++) {
    const next = [i];
    for (let j = 1; j <= found.length; j++) {
      const other = wanted[i - 1] === found[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + other);
      if (i > 1 && j > 1 && wanted[i - 1] === found[j - 2] && wanted[i - 2] === found[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return false;
    [before, row] = [row, next];
  }
  return row[found.length] <= most;
}

function closeness(entry, wanted, slips) {
  const at = ` ${entry.plain}`.indexOf(` ${wanted}`);
  if (entry.plain === wanted || entry.plain.replaceAll(" ", "") === wanted.replaceAll(" ", "")) return 0;
  if (at === 0) return 1;
  if (at > 0) return 2;
  if (entry.plain.includes(wanted)) return 3;
  return slips && [entry.plain, ...entry.plain.split(" ")].some((one) => near(wanted, one, slips)) ? 4 : 9;
}

function bestNames(query, slips) {
  const best = new Map();
  for (const entry of NAMES) {
    const rank = closeness(entry, query, slips);
    const known = best.get(entry.concept.id);
    if (rank < 9 && (!known || rank < known.rank)) best.set(entry.concept.id, { ...entry, rank });
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank || b.concept.papers - a.concept.papers).slice(0, 9);
}

/** Concepts whose name fits, best first; where few fit, those that a slip or two would make fit. */
function findConcepts(query) {
  const wanted = plain(query);
  if (!wanted) return [];
  const found = bestNames(wanted, 0);
  const slips = wanted.length > 7 ? 2 : wanted.length > 3 ? 1 : 0;
  return found.length || !slips ? found : bestNames(wanted, slips);
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

/** Make an input suggest what it may mean. */
function suggestFor(input, list, kinds, choose) {
  let found = [];
  const point = (at) => {
    const options = [...list.querySelectorAll("[data-at]")];
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    if (options[at]) input.setAttribute("aria-activedescendant", options[at].id);
    else input.removeAttribute("aria-activedescendant");
  };
  const hide = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const pick = (one) => { hide(); choose(one); };
  async function suggest() {
    await Promise.all([load("names.js"), kinds.includes("papers") && load("papers.js")]);
    found = kinds.flatMap((kind) => suggestions[kind](input.value));
    const asked = input.value.trim() !== "";
    list.replaceChildren(...found.map((one, at) =>
      make("li", { role: "option", id: `${list.id}-${at}`, "data-at": String(at), "aria-selected": "false",
        onpointerdown: (event) => { event.preventDefault(); pick(one); } }, one.label, make("small", {}, one.more))));
    if (asked && !found.length) list.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing here is called so"));
    list.hidden = !asked;
    input.setAttribute("aria-expanded", String(asked));
    point(0);
  }
  input.addEventListener("input", suggest);
  input.addEventListener("focus", () => { load("names.js"); });
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", (event) => {
    const at = [...list.querySelectorAll("[data-at]")].findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" && found.length) point((at + 1) % found.length);
    else if (event.key === "ArrowUp" && found.length) point((at - 1 + found.length) % found.length);
    else if (event.key === "Enter" && found[at] && !list.hidden) pick(found[at]);
    else if (event.key === "Escape") { input.value = ""; hide(); }
    else return;
    event.preventDefault();
  });
}

suggestFor(byId("search"), byId("found"), ["concepts", "papers"], (one) => { location.href = UP + one.page; });
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
