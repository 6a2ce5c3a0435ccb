// What the side panel and the table say.

const opposersOf = (assertion) => assertion.opposed.map((id) => ASSERTIONS.get(id)).filter(Boolean);

const verbOf = (assertion) =>
  make("span", { class: `verb ${signOf(assertion)}` },
    (assertion.negated ? "¬ " : "") + assertion.verb,
    assertion.aspect && make("span", { class: "aspect" }, ` (${assertion.aspect})`));

/** subject — verb (aspect) — object, in words. */
function phrase(assertion) {
  const [subject, object] = [conceptOf(assertion.subject), conceptOf(assertion.object)];
  return [marked(subject), " — ", verbOf(assertion), " — ", marked(object)];
}

function beliefBar(belief) {
  const bar = make("i", {});
  bar.style.width = `${Math.round(belief * 100)}%`;
  return make("span", { class: "belief", "aria-hidden": "true" }, bar);
}

const flagsOf = (assertion) => [
  assertion.negated && make("span", { class: "chip warn" }, "negated: papers say it is not so"),
  assertion.speculated && make("span", { class: "chip warn" }, "speculated only"),
  assertion.rejected && make("span", { class: "chip warn" }, "rejected: a curator judged every sentence wrong"),
];

function assertionList(assertions) {
  return make("ul", { class: "assertions" }, assertions.map((assertion) =>
    make("li", {},
      make("button", { type: "button", class: "plainbutton", onclick: () => go("assertion", assertion.id) },
        phrase(assertion),
        make("span", { class: "end" }, beliefBar(assertion.belief), `belief ${percent(assertion.belief)}`,
          ` · ${counted(assertion.papers, "paper", "papers")}`,
          assertion.speculated && " · speculated",
          assertion.rejected && " · rejected",
          assertion.opposed.length > 0 && " · disputed")))));
}

/** What a curator says of a sentence, with the reason. */
function verdictOf({ verdict, error, note, curator }) {
  if (!verdict) return "";
  return make("p", { class: `verdict ${verdict}` },
    make("strong", {}, verdict === "right" ? "✓ judged right" : "✗ judged wrong"),
    error && ` (${error})`,
    curator && [" by ", words(curator)],
    note && [": ", words(note)]);
}

function evidenceItem(evidence) {
  const source = GRAPH.documents[evidence.document];
  const where = [source.journal, source.year, evidence.section.toLowerCase()].filter(Boolean).join(" · ");
  const flags = [
    evidence.speculated && make("span", { class: "chip warn" }, "speculated"),
    evidence.via && make("span", { class: "chip" }, `via ${evidence.via} of the subject`),
    ...evidence.context.map((name) => make("span", { class: "chip" }, words(name))),
  ].filter(Boolean);
  return make("div", { class: `evidence ${evidence.verdict}`.trim() },
    source.retracted && make("p", { class: "banner" }, "This paper has been retracted"),
    make("blockquote", { dir: "auto" }, evidence.pieces.map(([text, role]) =>
      role ? make("mark", { class: role }, text) : text)),
    verdictOf(evidence),
    flags.length > 0 && make("div", { class: "chips" }, flags),
    make("cite", {}, pageOf(evidence.document, words(source.title)) || words(source.title), make("br", {}), words(where),
      source.links.map(([site, address]) => [" · ", anchor(address, site)]),
      " · ", shortId(evidence.id)));
}

function evidenceList(assertion) {
  const hidden = assertion.sentences - assertion.evidence.length;
  return [
    assertion.evidence.map(evidenceItem),
    hidden > 0 && make("p", { class: "quiet" }, `and ${counted(hidden, "more sentence", "more sentences")} in the graph`),
  ];
}

/** As much of an id as `kg curate` takes. */
const shortId = (id) => make("code", { title: "kg curate takes this id" }, id.slice(0, 10));

function assertionCard(assertion) {
  const against = opposersOf(assertion);
  const end = (id) => make("button", { type: "button", class: "plainbutton", onclick: () => go("concept", id) },
    marked(conceptOf(id)));
  const count = (found) => found.reduce((sum, one) => sum + one.sentences, 0);
  return [
    closeButton(),
    make("h2", {}, end(assertion.subject), " — ", verbOf(assertion), " — ", end(assertion.object)),
    make("div", { class: "chips" }, flagsOf(assertion),
      against.length > 0 && make("span", { class: "chip warn" }, "disputed")),
    make("p", { class: "facts" },
      make("span", {}, beliefBar(assertion.belief), `belief ${percent(assertion.belief)}`),
      make("span", {}, counted(assertion.papers, "paper", "papers")),
      make("span", {}, counted(assertion.sentences, "sentence", "sentences")),
      make("span", {}, shortId(assertion.id)),
      pageOf(assertion.id, "all sentences")),
    make("p", { class: "key" }, make("mark", { class: "subject" }, "subject"),
      make("mark", { class: "trigger" }, "what is said"), make("mark", { class: "object" }, "object")),
    make("div", { class: against.length ? "sides two" : "sides" },
      make("section", { class: "for" }, make("h3", {}, `For (${assertion.sentences})`), evidenceList(assertion)),
      against.length > 0 && make("section", { class: "against" },
        make("h3", {}, `Against (${count(against)})`),
        against.map((other) => [assertionList([other]), evidenceList(other)]))),
  ];
}

function conceptCard(concept) {
  const edges = GRAPH.assertions.filter((a) => a.subject === concept.id || a.object === concept.id).sort(byBelief);
  const label = CATEGORIES.get(concept.category)?.label ?? concept.category;
  const [shown, more] = [concept.synonyms.slice(0, 12), concept.synonyms.slice(12)];
  const chips = (names) => make("ul", { class: "synonyms" }, names.map((name) => make("li", {}, words(name))));
  return [
    closeButton(),
    make("h2", {}, marked(concept)),
    make("p", { class: "facts" },
      make("span", {}, label),
      concept.grounded ? anchor(concept.link, concept.id) : make("span", { class: "quiet" }, "named in papers, in no ontology here"),
      make("span", {}, `named in ${counted(concept.papers, "paper", "papers")}`),
      pageOf(concept.id, "its page")),
    shown.length > 0 && make("h3", {}, "Also called"),
    shown.length > 0 && chips(shown),
    more.length > 0 && make("details", {}, make("summary", {}, `${more.length} more names`), chips(more)),
    make("h3", {}, `Assertions here (${edges.length})`),
    assertionList(edges),
  ];
}

function welcomeCard() {
  const strongest = GRAPH.assertions.slice(0, 7);
  const disputed = GRAPH.assertions.filter((a) => a.opposed.length > 0).slice(0, 5);
  return [
    make("h2", {}, "What the papers say"),
    make("p", { class: "quiet" }, "Select a line to read the sentences behind it, or a dot to see what is said about it."),
    make("h3", {}, "Best supported"),
    assertionList(strongest),
    disputed.length > 0 && make("h3", {}, "Disputed"),
    disputed.length > 0 && assertionList(disputed),
  ];
}

const closeButton = () =>
  make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => go() }, "×");

/** The same assertions for readers who use no pointer or see no picture. */
function assertionTable(assertions) {
  const pick = (kind, id, ...content) =>
    make("button", { type: "button", class: "plainbutton", onclick: () => go(kind, id) }, content);
  const head = ["Subject", "Assertion", "Object", "Belief", "Papers"];
  return make("table", {},
    make("thead", {}, make("tr", {}, head.map((name, at) =>
      make("th", { scope: "col", class: at > 2 && "amount" }, name)))),
    make("tbody", {}, assertions.map((assertion) =>
      make("tr", {},
        make("td", {}, pick("concept", assertion.subject, words(conceptOf(assertion.subject).name))),
        make("td", {}, pick("assertion", assertion.id, verbOf(assertion), assertion.speculated && " (speculated)", assertion.rejected && " (rejected)")),
        make("td", {}, pick("concept", assertion.object, words(conceptOf(assertion.object).name))),
        make("td", { class: "amount" }, percent(assertion.belief)),
        make("td", { class: "amount" }, String(assertion.papers))))));
}
