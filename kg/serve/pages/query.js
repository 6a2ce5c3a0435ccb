"use strict";
// Ask, and show what comes back.

const SHOWN = 500; // rows at a time
let running = null; // what aborts the query that is being answered
let asked = null; // what was answered last: its fields and form, for the download

function fieldsNow() {
  const fields = new URLSearchParams({ query: QUERY.value });
  for (const [name, value] of Object.entries(valuesGiven())) if (value) fields.set(`$${name}`, value);
  return fields;
}

const isGraph = (form) => form === "CONSTRUCT" || form === "DESCRIBE";

function fetchAnswer(fields, accept, signal) {
  return fetch("sparql", { method: "POST", body: fields, headers: { Accept: accept }, signal });
}

async function run() {
  if (running) return running.abort();
  clear();
  const fields = fieldsNow(), form = formOf(), began = performance.now();
  history.replaceState(null, "", `#${fields}`);
  running = new AbortController();
  byId("run").textContent = "Stop";
  byId("status").textContent = "Running …";
  try {
    const accept = isGraph(form) ? "text/turtle" : "application/sparql-results+json";
    const response = await fetchAnswer(fields, accept, running.signal);
    const text = await response.text();
    if (!response.ok) return complain(text);
    const took = `${((performance.now() - began) / 1000).toFixed(2)} s`;
    asked = { fields, form };
    if (isGraph(form) ? showTriples(text, took) : showResults(JSON.parse(text), took)) return;
    await tellAbsent(fields.get("query"), running.signal);
  } catch (error) {
    complain(error.name === "AbortError" ? "Stopped." : `The server broke off its answer, or cannot be reached: ${error.message}`);
  } finally {
    running = null;
    byId("run").textContent = "Run";
  }
}

function clear() {
  unmark();
  asked = null;
  for (const id of ["problem", "answer", "more"]) byId(id).hidden = true;
  byId("answer").replaceChildren();
  byId("download").disabled = true;
  byId("status").textContent = "";
}

function complain(text) {
  byId("status").textContent = "";
  byId("problem").replaceChildren(words(text.trim()));
  byId("problem").hidden = false;
  const place = /^line (\d+), column (\d+)/.exec(text);
  if (place) markPlace(Number(place[1]), Number(place[2]));
}

function showAnswer(status, content) {
  byId("status").textContent = status;
  byId("answer").replaceChildren(content);
  byId("answer").hidden = false;
  byId("download").textContent = isGraph(asked.form) ? "Download Turtle" : "Download CSV";
  byId("download").disabled = false;
}

/** Show triples; return whether there are any. */
function showTriples(text, took) {
  showAnswer(took, make("pre", {}, text || "No triples."));
  return Boolean(text);
}

/** Show rows, or a truth; return whether something was found. */
function showResults(results, took) {
  if (results.boolean !== undefined) {
    showAnswer(took, make("p", { class: "truth" }, results.boolean ? "yes" : "no"));
    return results.boolean;
  }
  const rows = results.results.bindings, names = results.head.vars;
  const table = tableOf(names, rows.slice(0, SHOWN));
  showAnswer(`${counted(rows.length, "row", "rows")} in ${took}`, rows.length ? table : make("p", { class: "quiet" }, "No rows."));
  offerMore(names, rows, table, SHOWN);
  return rows.length > 0;
}

/** Say below an answer with nothing in it which names of its query are nowhere in the graph. */
async function tellAbsent(query, signal) {
  const response = await fetch(`api/absent?${new URLSearchParams({ query })}`, { signal });
  if (!response.ok) return; // the query is too long to be looked through
  for (const { name, meant } of await response.json()) {
    byId("answer").append(make("p", { class: "absent" }, make("code", {}, name), " is nowhere in this graph",
      meant && ["; did you mean ", make("code", {}, meant), "?"]));
  }
}

function offerMore(names, rows, table, from) {
  const button = byId("more"), left = rows.length - from;
  button.hidden = left <= 0;
  button.textContent = `Show ${counted(Math.min(left, SHOWN), "more row", "more rows")} of ${left.toLocaleString("en")}`;
  button.onclick = () => {
    table.tBodies[0].append(...tableOf(names, rows.slice(from, from + SHOWN)).tBodies[0].rows);
    offerMore(names, rows, table, from + SHOWN);
  };
}

async function download() {
  const [accept, name] = isGraph(asked.form) ? ["text/turtle", "answer.ttl"] : ["text/csv", "answer.csv"];
  const response = await fetchAnswer(asked.fields, accept).catch((error) => ({ ok: false, text: async () => error.message }));
  if (response.ok) save(await response.blob(), name);
  else complain(await response.text());
}

function showExample(query) {
  clear();
  setQuery(query.sparql.trim(), query.parameters);
  if (NARROW.matches) byId("examples").open = false;
  else QUERY.focus();
}

/** Begin with the query that the address holds, else with the first example. */
function begin(shipped) {
  const given = new URLSearchParams(location.hash.slice(1));
  if (!given.get("query")) return setQuery(shipped[0].sparql.trim(), shipped[0].parameters);
  const values = [...given].filter(([name]) => name.startsWith("$")).map(([name, value]) => [name.slice(1), value]);
  setQuery(given.get("query"), Object.fromEntries(values));
}

async function start() {
  const [shipped, prefixes, dataset] = await Promise.all(["queries", "prefixes", "dataset"].map((name) => told(`api/${name}`)));
  learnPrefixes(prefixes);
  const { assertions, concepts, documents } = dataset.counts;
  byId("counts").textContent = [counted(documents, "paper"), counted(assertions, "assertion"), `${counted(concepts, "concept")} with all that stand above them in ontologies`].join(" · ");
  byId("shipped").append(...shipped.map((query) => make("li", {}, make("button", { type: "button", class: "plainbutton", onclick: () => showExample(query) }, query.title))));
  byId("prefixes").append(...Object.entries(prefixes).sort().map(([prefix, namespace]) => [make("dt", {}, prefix), make("dd", {}, namespace)]).flat());
  if (NARROW.matches) byId("examples").open = false;
  begin(shipped);
}

byId("run").addEventListener("click", run);
byId("declare").addEventListener("click", declarePrefixes);
byId("download").addEventListener("click", download);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    if (!running) run();
  }
});
start().catch((error) => complain(`The page could not be filled: ${error.message}`));
