"use strict";
// RDF terms as people read them.

let PREFIXES = []; // [prefix, namespace], the longest namespace first

function learnPrefixes(known) {
  PREFIXES = Object.entries(known).sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0]));
}

/** The CURIE of an IRI; the IRI where no prefix fits. */
function curieOf(iri) {
  for (const [prefix, namespace] of PREFIXES) {
    if (iri.startsWith(namespace) && iri.length > namespace.length) return `${prefix}:${readable(iri.slice(namespace.length))}`;
  }
  return iri;
}

function readable(local) {
  try {
    return decodeURIComponent(local);
  } catch {
    return local; // a lone per cent sign
  }
}

/** A cell's content for a term of SPARQL's JSON results; an IRI's title is the whole IRI. */
function shown(term) {
  if (!term) return "";
  if (term.type === "uri") {
    const short = words(curieOf(term.value));
    if (!/^https?:\/\//.test(term.value)) return make("span", { class: "iri", title: term.value }, short);
    return make("a", { class: "iri", title: term.value, href: term.value, target: "_blank", rel: "noopener noreferrer" }, short);
  }
  if (term.type === "bnode") return make("span", { class: "iri" }, `_:${term.value}`);
  const kind = term["xml:lang"] ? `@${term["xml:lang"]}` : term.datatype ? curieOf(term.datatype) : undefined;
  return make("span", { title: kind }, words(term.value));
}

const isNumber = (term) => !term || /^http:\/\/www\.w3\.org\/2001\/XMLSchema#(integer|decimal|double|float)$/.test(term.datatype ?? "");

/** Rows of SPARQL's JSON results as a table. */
function tableOf(names, rows) {
  const amounts = names.map((name) => rows.some((row) => row[name]) && rows.every((row) => isNumber(row[name])) && "amount");
  const head = make("tr", {}, names.map((name, at) => make("th", { scope: "col", class: amounts[at] }, words(name))));
  const isProse = (term) => term?.type === "literal" && term.value.length > 60 && "prose";
  const line = (row) => make("tr", {}, names.map((name, at) => make("td", { class: amounts[at] || isProse(row[name]) }, shown(row[name]))));
  return make("table", {}, make("thead", {}, head), make("tbody", {}, rows.map(line)));
}
