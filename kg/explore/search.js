"use strict";
// Names that people type, and what an input suggests for them.

const GREEK = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", κ: "kappa" };
const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[αβγδκ]/g, (sign) => GREEK[sign]).replace(/[^\p{L}\p{N}+]+/gu, " ").trim();
const NAMES = []; // { concept, name, plain } of every name of a concept
const SHORTEST = 3; // letters of a name that is looked for within a question: "do" and "in" are genes too
const LONGEST = 6; // words of it

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

/** Concepts whose names stand in a question, the longest names first; "IL-2" is IL2. */
function namesWithin(query) {
  const words = query.split(" ");
  const parts = new Set(words.flatMap((_, from) => words.slice(from, from + LONGEST).map((_, more) => words.slice(from, from + more + 1).join(""))));
  const best = new Map();
  for (const { concept, name, plain: told } of NAMES) {
    const size = told.replaceAll(" ", "").length;
    if (size < SHORTEST || size <= best.get(concept.id)?.size || !parts.has(told.replaceAll(" ", ""))) continue;
    best.set(concept.id, { concept, name, size });
  }
  return [...best.values()].sort((a, b) => b.size - a.size || b.concept.papers - a.concept.papers).slice(0, 9);
}

/** Concepts whose name fits, best first; else those that a slip or two would make fit; else those that the text names. */
function findConcepts(query) {
  const wanted = plain(query);
  if (!wanted) return [];
  const found = bestNames(wanted, 0);
  const slips = wanted.length > 7 ? 2 : wanted.length > 3 ? 1 : 0;
  const slipped = found.length || !slips ? found : bestNames(wanted, slips);
  return slipped.length ? slipped : namesWithin(wanted);
}

/** Make an input suggest what it may mean.
 *  `find` gives, for a text, what there is to choose: each with a `label` (children), `more` (text) and what `choose` needs. */
function suggestFor(input, list, find, choose) {
  let found = [];
  let told = null; // the text that `found` is for
  const options = () => [...list.querySelectorAll("[data-at]")];
  const pointed = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");
  const point = (at) => {
    options().forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    const option = options()[at];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const hide = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const pick = (one) => { hide(); choose(one); };
  async function suggest() {
    const wanted = input.value;
    const answer = await find(wanted);
    if (wanted !== input.value) return; // meanwhile somebody typed on
    [found, told] = [answer, wanted];
    const asked = wanted.trim() !== "";
    list.replaceChildren(...found.map((one, at) =>
      make("li", { role: "option", id: `${list.id}-${at}`, "data-at": String(at), "aria-selected": "false",
        onmousedown: (event) => event.preventDefault(), onclick: () => pick(one) }, one.label, make("small", {}, one.more))));
    if (asked && !found.length) list.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing here is called so"));
    list.hidden = !asked;
    input.setAttribute("aria-expanded", String(asked));
    point(0);
  }
  const isOpen = () => !list.hidden && told === input.value;
  /** Choose what is pointed at; of a text that nothing was suggested for yet, or no more, its best. */
  async function enter() {
    if (!isOpen()) await suggest();
    const one = isOpen() && found[pointed()];
    if (one) pick(one);
  }
  input.addEventListener("input", suggest);
  input.addEventListener("focus", () => { find(""); });
  input.addEventListener("click", () => { if (list.hidden) suggest(); });
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter ends a word that an input method makes
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") enter();
    else if (step && !isOpen()) suggest();
    else if (step && found.length) point((pointed() + step + found.length) % found.length);
    else if (event.key === "Escape") { input.value = ""; hide(); }
    else return;
    event.preventDefault();
  });
}
