"use strict";
// Two concepts side by side. What is said of each comes as a script of its own; the address says which two: #a=…&b=…

const SAID = new Map();
function kgData(concept) {
  SAID.set(concept.id, concept);
}

const SIDES = ["a", "b"];

function wanted() {
  const given = new URLSearchParams(location.hash.slice(1));
  return SIDES.map((side) => given.get(side) ?? "");
}

function ask(side, id) {
  const both = Object.fromEntries(SIDES.map((one, at) => [one, wanted()[at]]));
  both[side] = id;
  location.hash = SIDES.map((one) => `${one}=${encodeURIComponent(both[one])}`).join("&");
}

const link = (concept) => make("a", { class: "marked", href: UP + concept.page }, dot(concept.category, concept.grounded), words(concept.name));

function statement(line) {
  if (!line) return "";
  return make("span", { class: "statement" },
    make("a", { class: "what", href: UP + line.page },
      make("span", { class: `verb ${line.direction}` }, `${line.negated ? "¬ " : ""}${line.acts ? "" : "← "}${line.verb}`),
      line.aspect && make("span", { class: "aspect" }, ` (${line.aspect})`)),
    make("small", { class: "quiet" }, ` ${line.belief.toFixed(2)} · ${counted(line.papers, "paper")}`),
    line.via && [" ", make("span", { class: "chip" }, `of its ${line.via}`)],
    line.reasons.map((reason) => [" ", make("span", { class: "chip warn" }, reason)]));
}

/** What a line says a concept does; "" where that is not asserted. */
const signOf = (line) => (line.asserted && line.direction ? `${line.acts} ${line.direction}` : "");

/** The strongest lines of a concept by the other concept. */
function byOther(concept) {
  const found = new Map();
  for (const line of concept.lines) {
    if (!found.has(line.other.id)) found.set(line.other.id, []);
    found.get(line.other.id).push(line);
  }
  return found;
}

/** A table of other concepts, folded after a dozen. */
function table(caption, rows, heads) {
  if (!rows.length) return "";
  const made = make("table", { class: "comparison" }, make("caption", {}, caption, make("span", { class: "number" }, ` ${rows.length}`)),
    make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col" }, head ? words(head) : make("span", { class: "sr" }, "with"))))),
    make("tbody", {}, rows.map(([other, ...cells], at) =>
      make("tr", { hidden: at >= UNFOLDED && "" }, make("th", { scope: "row" }, link(other)), cells.map((lines) => make("td", {}, lines.slice(0, 3).map(statement)))))));
  if (rows.length <= UNFOLDED) return made;
  const unfold = make("button", { type: "button", onclick: () => {
    for (const row of made.querySelectorAll("tr[hidden]")) row.hidden = false;
    unfold.remove();
  } }, `show all ${rows.length.toLocaleString("en")}`);
  return make("div", { class: "folded" }, made, unfold);
}

function compare(first, second) {
  const [ours, theirs] = [byOther(first), byOther(second)];
  const shared = [...ours.keys()].filter((id) => theirs.has(id));
  const strength = (id) => Math.min(ours.get(id)[0].belief, theirs.get(id)[0].belief);
  shared.sort((a, b) => strength(b) - strength(a));
  const row = (id) => [(ours.get(id) ?? theirs.get(id))[0].other, ours.get(id) ?? [], theirs.get(id) ?? []];
  const signs = (id) => [ours.get(id), theirs.get(id)].map((lines) => lines.map(signOf).find(Boolean));
  const same = shared.filter((id) => signs(id)[0] && signs(id)[0] === signs(id)[1]);
  const differ = shared.filter((id) => signs(id).every(Boolean) && signs(id)[0] !== signs(id)[1]);
  const rest = shared.filter((id) => !same.includes(id) && !differ.includes(id));
  const alone = (mine, others) => [...mine.keys()].filter((id) => !others.has(id) && id !== first.id && id !== second.id);
  const direct = first.lines.filter((line) => line.other.id === second.id);
  const heads = ["", first.name, second.name];
  return [
    make("p", { class: "facts" }, [first, second].map((one) => make("span", {}, link(one), ` ${counted(one.papers, "paper")}, ${counted(one.lines.length, "assertion")}`))),
    direct.length > 0 && make("section", {}, make("h2", {}, "Of one another"), direct.map((line) => make("p", {}, words(first.name), " ", statement(line), " ", words(second.name)))),
    table("Alike", same.map(row), heads),
    table("Opposite", differ.map(row), heads),
    table("Both, otherwise", rest.map(row), heads),
    table(["Only ", words(first.name)], alone(ours, theirs).map((id) => row(id).slice(0, 2)), heads.slice(0, 2)),
    table(["Only ", words(second.name)], alone(theirs, ours).map((id) => [row(id)[0], row(id)[2]]), [heads[0], heads[2]]),
  ];
}

const UNCHOSEN = [...byId("comparison").childNodes];

async function follow() {
  const ids = wanted();
  await load("names.js");
  const known = ids.map((id) => CONCEPTS.find((concept) => concept.id === id));
  SIDES.forEach((side, at) => { byId(`pick-${side}`).value = known[at]?.name ?? ""; });
  const place = byId("comparison");
  if (!known.every(Boolean)) {
    place.replaceChildren(...UNCHOSEN);
    document.title = "Compare · immunokg";
    return;
  }
  try {
    await Promise.all(known.map((concept) => load(concept.page.replace(/^concept\/(.*)\.html$/, "data/$1.js"))));
  } catch {
    place.replaceChildren(make("p", { class: "quiet" }, "Nothing is said of one of them in this graph."));
    return;
  }
  const [first, second] = ids.map((id) => SAID.get(id));
  place.replaceChildren(...compare(first, second).filter((part) => part !== false && part !== ""));
  document.title = `${first.name} and ${second.name} · immunokg`;
}

for (const side of SIDES) {
  suggestFor(byId(`pick-${side}`), byId(`found-${side}`), finding("concepts"), (one) => ask(side, one.id));
}
addEventListener("hashchange", follow);
if (location.hash) follow();
