"use strict";
// Names that people type, and what an input suggests for them.

const GREEK = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", κ: "kappa" };
const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[αβγδκ]/g, (sign) => GREEK[sign]).replace(/[^\p{L}\p{N}+]+/gu, " ").trim();
const NAMES = []; // { concept, name, plain } of every name of a concept

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

/** Make an input suggest what it may mean.
 *  `find` gives, for a text, what there is to choose: each with a `label` (children), `more` (text) and what `choose` needs. */
function suggestFor(input, list, find, choose) {
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
    const wanted = input.value;
    const answer = await find(wanted);
    if (wanted !== input.value) return; // meanwhile somebody typed on
    found = answer;
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
  input.addEventListener("focus", () => { find(""); });
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
