"use strict";
// Every text reaches the page as a text node, never as markup.

const DIFF = JSON.parse(document.getElementById("data").textContent);
const DOCUMENTS = new Map(DIFF.documents.map((found) => [found.id, found]));
const CHANGES = new Map(DIFF.assertions.flatMap((change) => [change.old, change.new].filter(Boolean).map((one) => [one.id, change])));
const STEP = 50; // shown of a kind at first, and with every press of "more"
const NARROW = matchMedia("(max-width: 820px)");

const byId = (id) => document.getElementById(id);

/** Make an element: attributes (`onclick` is a listener), then children, each an element or a text. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false && child !== ""));
  return element;
}

/** A text from a paper or an ontology: its own writing direction does not spill into its surroundings. */
const words = (text) => make("bdi", {}, String(text));

/** An outgoing link; anything but an https address stays plain text. */
function anchor(address, text) {
  if (!address.startsWith("https://")) return words(text);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words(text));
}

const counted = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
const shortId = (id) => make("code", { title: "kg curate and kg show know it by this id" }, id.slice(0, 10));
const told = (counts) => Object.entries(counts).map(([kind, number]) => `${number.toLocaleString("en")} ${DIFF.did[kind] ?? kind}`).join(", ");

// --- one change ----------------------------------------------------------------------------------------

/** subject verb (aspect) object, in words. */
function phrase(statement) {
  return [
    words(statement.subject_name), " ",
    make("span", { class: `verb ${statement.direction}` }, (statement.negated ? "¬ " : "") + statement.verb),
    " ", words(statement.object_name),
    statement.aspect && make("span", { class: "aspect" }, ` (${statement.aspect})`),
  ];
}

/** "0.86 → 0.41", or one number where there is one. */
function fromTo(change, name, show) {
  const [was, now] = [change.old, change.new].map((one) => one && show(one[name]));
  if (was === null || now === null) return was ?? now;
  return was === now ? was : `${was} → ${now}`;
}

function causeOf(cause) {
  const source = DOCUMENTS.get(cause.document);
  const address = source?.links[0]?.[1] ?? "";
  return ["; ", make("span", { title: source?.title ?? "" }, anchor(address, source?.name ?? cause.document)),
    ` ${DIFF.did[cause.how]}${cause.opposing ? ", against it" : ""}`];
}

function causesOf(change) {
  if (!change.causes.length) return make("p", { class: "causes quiet" }, "No paper of these made it change.");
  return make("p", { class: "causes" }, "By ", change.causes.flatMap(causeOf).slice(1));
}

function passageItem(passage) {
  const source = DOCUMENTS.get(passage.document);
  const where = [source?.journal, source?.year, passage.section.toLowerCase()].filter(Boolean).join(" · ");
  const flags = [
    passage.speculated && make("span", { class: "chip warn" }, "speculated"),
    passage.via !== "direct" && make("span", { class: "chip" }, `via ${passage.via} of the subject`),
    passage.verdict && make("span", { class: "chip" }, `judged ${passage.verdict}`),
  ].filter(Boolean);
  return make("div", { class: "evidence" },
    make("blockquote", { dir: "auto" }, make("span", { class: `state ${passage.state}` }, DIFF.did[passage.state]),
      passage.pieces.map(([text, role]) => (role ? make("mark", { class: role }, text) : text))),
    flags.length > 0 && make("div", { class: "chips" }, flags),
    make("cite", {}, words(source?.title || passage.document), make("br", {}), words(where),
      (source?.links ?? []).map(([site, address]) => [" · ", anchor(address, site)]), " · ", shortId(passage.id)));
}

/** The changes of what contradicts an assertion, where they are a cause of its own. */
function opposing(change) {
  if (!change.causes.some((cause) => cause.opposing)) return [];
  const ids = [change.old, change.new].flatMap((one) => one?.opposed_by ?? []);
  const own = [change.old?.id, change.new?.id];
  return [...new Set(ids)].filter((id) => !own.includes(id)).map((id) => CHANGES.get(id)).filter(Boolean);
}

function assertionItem(change) {
  const [old, now] = [change.old, change.new];
  const standing = fromTo(change, "standing", String);
  const reversed = change.group === "reversed";
  const against = opposing(change);
  const number = [change, ...against].reduce((sum, one) => sum + one.passages.length, 0);
  return make("article", { class: `change ${change.group}` },
    make("div", {}, reversed && make("div", { class: "was" }, phrase(old)),
      phrase(now ?? old), " ", shortId((now ?? old).id)),
    make("p", { class: "facts" },
      make("span", {}, `belief ${fromTo(change, "belief", (belief) => belief.toFixed(2))}`),
      make("span", {}, fromTo(change, "papers", String), " ", (now ?? old).papers === 1 ? "paper" : "papers"),
      standing !== "asserted" && make("span", {}, words(standing))),
    change.against.map((one) => make("p", { class: "against" }, "Now against it: ", phrase(one), ` (belief ${one.belief.toFixed(2)})`)),
    change.settled.map((one) => make("p", { class: "against" }, "No longer against it: ", phrase(one))),
    causesOf(change),
    number > 0 && make("details", {},
      make("summary", {}, counted(number, "sentence", "sentences")),
      change.passages.map(passageItem),
      against.map((other) => [make("p", { class: "against" }, "Against it: ", phrase(other.new ?? other.old)),
        other.passages.map(passageItem)])));
}

function documentItem(found) {
  const kinds = found.kinds.map((kind) => DIFF.did[kind]).join(", ");
  const where = [found.journal, found.year].filter(Boolean).join(" · ");
  return make("li", {}, make("strong", {}, kinds), " ", words(found.title || found.id),
    make("span", { class: "end" }, words(found.was ? `${found.was} → ${found.id}` : found.id), where && " · ", where && words(where),
      ` · ${counted(found.assertions, "assertion", "assertions")} changed by it`,
      found.links.map(([site, address]) => [" · ", anchor(address, site)])));
}

function conceptItem(found) {
  const one = found.new ?? found.old;
  const name = (concept) => [words(concept.name), " ", make("code", {}, concept.id)];
  const both = found.old && found.new;
  return make("li", {}, make("strong", {}, found.kind), " ", both ? [name(found.old), " → ", name(found.new)] : name(one),
    make("span", { class: "end" }, words(one.category.replaceAll("_", " ")), ` · ${counted(found.mentions, "mention", "mentions")}`,
      found.documents.length > 0 && ` in ${counted(found.documents.length, "paper", "papers")}: `,
      found.documents.length > 0 && words(found.documents.slice(0, 5).map((id) => DOCUMENTS.get(id)?.name ?? id).join(", ") + (found.documents.length > 5 ? " …" : ""))));
}

// --- the list and its filters ---------------------------------------------------------------------------

const hidden = new Set(); // kinds of assertions
const shown = new Map(); // how many of a section are shown

/** What one can search a change by: names, ids, papers, sentences. */
function textOf(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return Object.values(value).map(textOf).join(" ");
  return String(value);
}
const searchable = (changes) => new Map(changes.map((change) => [change, textOf(change).toLowerCase()]));
for (const change of DIFF.assertions) {
  change.said = change.passages.map((passage) => passage.pieces.map(([text]) => text).join("")).join(" ");
  change.titles = change.causes.map((cause) => DOCUMENTS.get(cause.document)?.title ?? "");
}
const TEXTS = new Map([...searchable(DIFF.assertions), ...searchable(DIFF.documents), ...searchable(DIFF.concepts)]);

const wanted = () => byId("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
const least = () => Number(byId("belief").value);
const fits = (change, sought) => sought.every((word) => TEXTS.get(change).includes(word));
const believed = (change) => Math.max(change.old?.belief ?? 0, change.new?.belief ?? 0) >= least();

/** One heading with its changes; nothing where there are none. `beyond`: how many of the graph the page leaves out. */
function section(key, heading, changes, item, beyond, list) {
  if (!changes.length) return "";
  const count = shown.get(key) ?? STEP;
  const rest = changes.length - count;
  const items = changes.slice(0, count).map(item);
  return make("section", { "data-section": key },
    make("h2", {}, heading, make("span", { class: "number" }, changes.length.toLocaleString("en"))),
    list ? make("ul", { class: "rows" }, items) : items,
    rest > 0 && make("button", { type: "button", class: "more", onclick: () => { shown.set(key, count + STEP); draw(); } },
      `Show ${Math.min(rest, STEP)} of ${rest.toLocaleString("en")} more`),
    rest <= 0 && beyond > 0 && make("p", { class: "quiet" }, `and ${beyond.toLocaleString("en")} more: kg diff --json has them all`));
}

function heading() {
  const part = Object.entries(DIFF.selection).map(([name, value]) => `${name} ${[value].flat().join(", ")}`).join("; ");
  const counts = ({ counts: found }) => `${counted(found.documents, "paper", "papers")}, ${counted(found.assertions, "assertion", "assertions")}`;
  return make("section", {},
    make("p", { class: "between" }, "From ", words(DIFF.old.folder), ` (${counts(DIFF.old)}) to `, words(DIFF.new.folder), ` (${counts(DIFF.new)})`,
      part && ["; only ", words(part)]),
    DIFF.settings.length > 0 && make("div", { class: "settings" }, "The two were not made alike:",
      make("ul", {}, DIFF.settings.map((setting) => make("li", {}, words(setting))))));
}

function draw() {
  const sought = wanted();
  const keep = (changes) => changes.filter((change) => fits(change, sought));
  const sections = DIFF.groups.filter(([kind]) => !hidden.has(kind)).map(([kind, number]) => {
    const all = DIFF.assertions.filter((change) => change.group === kind);
    return section(kind, `Assertions ${DIFF.headings[kind]}`, keep(all).filter(believed), assertionItem, number - all.length);
  });
  const beside = (name, title, item) => (byId(`with-${name}`).checked ? section(name, title, keep(DIFF[name]), item, DIFF[`${name}InAll`] - DIFF[name].length, true) : "");
  const parts = [...sections, beside("documents", "Papers", documentItem), beside("concepts", "Concepts", conceptItem)].filter(Boolean);
  const nothing = make("p", { class: "quiet", id: "nothing" }, DIFF.equal ? "The two graphs are equal." : "Nothing fits these filters.");
  byId("list").replaceChildren(heading(), ...(parts.length ? parts : [nothing]));
  byId("belief-value").textContent = least() ? `≥ ${least().toFixed(2)}` : "any";
}

function summary() {
  if (DIFF.equal) return "The two graphs are equal";
  const assertions = DIFF.groups.reduce((sum, [, number]) => sum + number, 0);
  const papers = told(DIFF.counts.documents);
  return [counted(assertions, "assertion differs", "assertions differ"), papers && `papers: ${papers}`].filter(Boolean).join(" · ");
}

byId("counts").textContent = summary();
byId("kinds").append(...DIFF.groups.map(([kind, number]) =>
  make("label", { class: "check" },
    make("input", { type: "checkbox", checked: "", "data-kind": kind, onchange: ({ target }) => {
      if (target.checked) hidden.delete(kind);
      else hidden.add(kind);
      draw();
    } }),
    DIFF.headings[kind], make("span", { class: "number" }, number.toLocaleString("en")))));
for (const name of ["documents", "concepts"]) {
  const box = byId(`with-${name}`);
  box.closest("label").querySelector(".number").textContent = DIFF[`${name}InAll`].toLocaleString("en");
  box.closest("label").hidden = DIFF[`${name}InAll`] === 0;
  box.addEventListener("change", draw);
}
for (const name of ["search", "belief"]) byId(name).addEventListener("input", draw);
byId("reset").addEventListener("click", () => {
  hidden.clear();
  shown.clear();
  for (const box of document.querySelectorAll("#filters [type=checkbox]")) box.checked = true;
  byId("search").value = "";
  byId("belief").value = "0";
  draw();
});
if (NARROW.matches) byId("filters").open = false;
draw();
