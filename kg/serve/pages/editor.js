"use strict";
// The field that a query is written in: line numbers, a mark on a wrong line, its parameters and prefixes.

const QUERY = byId("query");
const NARROW = matchMedia("(max-width: 820px)");
// As kg/store/query.py reads a query: what is no string, comment, IRI or variable
const TOKEN = /"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*|\?\w+|\$(?<parameter>\w+)|(?<prefix>[\w.-]*):[\w.%\\-]*|(?<word>[A-Za-z]+)/gs;

const tokens = () => [...QUERY.value.matchAll(TOKEN)].map((match) => match.groups);
const parametersOf = () => [...new Set(tokens().map((token) => token.parameter).filter(Boolean))];
const formOf = () => tokens().map((token) => token.word?.toUpperCase()).find((word) => /^(SELECT|CONSTRUCT|DESCRIBE|ASK)$/.test(word ?? "")) ?? "SELECT";

/** The prefixes that the query uses and does not declare. */
function undeclared() {
  const declared = new Set([...QUERY.value.matchAll(/^\s*PREFIX\s+([\w.-]*):/gim)].map((match) => match[1]));
  const used = new Set(tokens().map((token) => token.prefix).filter((prefix) => prefix !== undefined && !declared.has(prefix)));
  return PREFIXES.filter(([prefix]) => used.has(prefix)).sort((a, b) => a[0].localeCompare(b[0]));
}

/** Write the lines that another endpoint than this one needs; the comments at the top stay there. */
function declarePrefixes() {
  const lines = undeclared().map(([prefix, namespace]) => `PREFIX ${prefix}: <${namespace}>\n`).join("");
  const top = /^(?:#[^\n]*\n)*/.exec(QUERY.value)[0].length;
  setQuery(QUERY.value.slice(0, top) + lines + QUERY.value.slice(top));
}

function numberLines() {
  const lines = QUERY.value.split("\n").length;
  const numbers = byId("numbers");
  while (numbers.childElementCount < lines) numbers.append(make("li", {}));
  while (numbers.childElementCount > lines) numbers.lastElementChild.remove();
  QUERY.rows = Math.min(Math.max(lines, 8), NARROW.matches ? 12 : 18);
  follow();
}

/** Keep numbers and mark beside their lines. */
function follow() {
  byId("numbers").style.transform = `translateY(${-QUERY.scrollTop}px)`;
  byId("mark").style.transform = `translateY(${-QUERY.scrollTop}px)`;
}

/** Mark a line, and put the cursor where the reading stopped. */
function markPlace(line, column) {
  const lines = QUERY.value.split("\n");
  const at = Math.min(line, lines.length) - 1;
  const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  byId("numbers").children[at].className = "wrong";
  byId("mark").style.top = `calc(var(--pad) + ${at} * var(--row))`;
  byId("mark").hidden = false;
  const place = start + Math.min(column - 1, lines[at].length);
  QUERY.focus();
  QUERY.setSelectionRange(place, place);
  follow();
}

function unmark() {
  byId("mark").hidden = true;
  for (const number of byId("numbers").querySelectorAll(".wrong")) number.className = "";
}

/** A field for each parameter; what was given stays. */
function askParameters(examples = {}) {
  const place = byId("parameters");
  const given = valuesGiven();
  const names = parametersOf();
  if (names.join() === Object.keys(given).join() && !Object.keys(examples).length) return;
  place.replaceChildren(...names.map((name) => {
    const input = make("input", { "data-name": name, list: "names", dir: "auto", placeholder: "a name, CURIE, <IRI>, \"text\" or number" });
    input.value = examples[name] ?? given[name] ?? "";
    input.addEventListener("input", () => suggest(input.value));
    return make("label", {}, make("code", {}, `$${name}`), input);
  }));
}

const valuesGiven = () => Object.fromEntries([...byId("parameters").querySelectorAll("input")].map((input) => [input.dataset.name, input.value.trim()]));

let suggested = 0;
async function suggest(text) {
  const turn = ++suggested;
  if (text.trim().length < 2) return;
  const found = await told(`api/search?limit=8&q=${encodeURIComponent(text)}`).catch(() => []);
  if (turn !== suggested) return;
  byId("names").replaceChildren(...found.map((one) => make("option", { value: one.id }, `${one.name} (${one.id})`)));
}

function setQuery(text, examples) {
  QUERY.value = text;
  QUERY.setSelectionRange(0, 0);
  QUERY.scrollTo(0, 0);
  edited();
  askParameters(examples);
}

function edited() {
  unmark();
  numberLines();
  askParameters();
}

QUERY.addEventListener("input", edited);
QUERY.addEventListener("scroll", follow);
