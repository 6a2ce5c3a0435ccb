// What the side panel and the table say.

const verbOf = (assertion) =>
  make("span", { class: `verb ${assertion.direction}` },
    (assertion.negated ? "¬ " : "") + assertion.verb,
    assertion.aspect && make("span", { class: "aspect" }, ` (${assertion.aspect})`));

/** subject — verb (aspect) — object, in words. */
function phrase(assertion) {
  return [marked(assertion.subject), " — ", verbOf(assertion), " — ", marked(assertion.object)];
}

function beliefBar(belief) {
  const bar = make("i", {});
  bar.style.width = `${Math.round(belief * 100)}%`;
  return make("span", { class: "belief", "aria-hidden": "true" }, bar);
}

/** Why an assertion is not asserted, in words. */
const flagsOf = (assertion) => Object.entries(GRAPH.notAsserted).filter(([flag]) => assertion[flag])
  .map(([, reason]) => make("span", { class: "chip warn" }, reason));

/** That an assertion was read from what happens without its subject. */
const viaOf = ({ via }) => via && make("span", { class: "chip" }, `of its ${via}`);

const LISTED = 40; // at first

const assertionItem = (assertion) =>
  make("li", {},
    make("button", { type: "button", class: "plainbutton", onclick: () => go("assertion", assertion.id) },
      phrase(assertion),
      make("span", { class: "end" }, beliefBar(assertion.belief), `belief ${percent(assertion.belief)}`,
        ` · ${counted(assertion.papers, "paper")}`,
        assertion.opposed.length > 0 && " · disputed", viaOf(assertion), flagsOf(assertion))));

/** Assertions one can choose; a long list is cut until somebody asks for the rest. */
function assertionList(assertions) {
  const list = make("ul", { class: "assertions" }, assertions.slice(0, LISTED).map(assertionItem));
  const rest = assertions.slice(LISTED);
  return [list, rest.length > 0 && make("button", { type: "button", onclick: ({ currentTarget }) => {
    list.append(...rest.map(assertionItem));
    currentTarget.remove();
  } }, `Show ${rest.length} more`)];
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

function evidenceItem(evidence, documents) {
  const source = documents[evidence.document];
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
    make("cite", {}, pageOf(source.page, words(source.title)) || words(source.title), make("br", {}), words(where),
      source.links.map(([site, address]) => [" · ", anchor(address, site)]),
      " · ", shortId(evidence.id)));
}

/** The sentences of an assertion, at most so many; they are loaded first. */
function evidenceList(assertion, most = Infinity) {
  return later(make("div", { class: "sentences" }, make("p", { class: "quiet" }, "…")), evidenceOf(assertion), ({ evidence, documents }) => {
    const some = evidence.slice(0, most);
    const hidden = assertion.sentences - some.length;
    return [
      some.map((one) => evidenceItem(one, documents)),
      hidden > 0 && make("p", { class: "quiet" }, `and ${counted(hidden, "more sentence")} in the graph`),
    ];
  });
}

/** As much of an id as `kg curate` takes. */
const shortId = (id) => make("code", { title: "kg curate takes this id" }, id.slice(0, 10));

const button = (label, onclick) => make("button", { type: "button", onclick }, label);
const conceptButton = (concept) =>
  make("button", { type: "button", class: "plainbutton", onclick: () => go("concept", concept.id) }, marked(concept));
const closeButton = () =>
  make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => go() }, "×");

/** A link to a page that is known only when the details are there. */
const pageLater = (details, text) => later(make("span", {}), details, ({ page }) => pageOf(page, text));

const markKey = () => make("p", { class: "key" }, make("mark", { class: "subject" }, "subject"),
  make("mark", { class: "trigger" }, "what is said"), make("mark", { class: "object" }, "object"));

function assertionCard(assertion) {
  const against = assertion.opposed;
  const sum = (found, value) => found.reduce((all, one) => all + value(one), 0);
  const count = (found) => {
    const wrong = sum(found, (one) => one.wrong);
    return `${sum(found, (one) => one.sentences) - wrong}${wrong ? ` · ${wrong} judged wrong` : ""}`;
  };
  return [
    closeButton(),
    make("h2", {}, conceptButton(assertion.subject), " — ", verbOf(assertion), " — ", conceptButton(assertion.object)),
    make("div", { class: "chips" }, flagsOf(assertion),
      against.length > 0 && make("span", { class: "chip warn" }, "disputed")),
    make("p", { class: "facts" },
      make("span", {}, beliefBar(assertion.belief), `belief ${percent(assertion.belief)}`),
      make("span", {}, counted(assertion.papers, "paper")),
      make("span", {}, counted(assertion.sentences, "sentence")),
      make("span", {}, shortId(assertion.id)),
      GRAPH.site && pageLater(evidenceOf(assertion), "all sentences")),
    markKey(),
    make("div", { class: against.length ? "sides two" : "sides" },
      make("section", { class: "for" }, make("h3", {}, `For (${count([assertion])})`), evidenceList(assertion)),
      against.length > 0 && make("section", { class: "against" },
        make("h3", {}, `Against (${count(against)})`),
        against.map((other) => [assertionList([other]), evidenceList(other)]))),
  ];
}

function synonymsOf(synonyms) {
  const chips = (names) => make("ul", { class: "synonyms" }, names.map((name) => make("li", {}, words(name))));
  const [few, more] = [synonyms.slice(0, 12), synonyms.slice(12)];
  return few.length > 0 && [make("h3", {}, "Also called"), chips(few),
    more.length > 0 && make("details", {}, make("summary", {}, `${more.length} more names`), chips(more))];
}

function conceptCard(concept) {
  const details = detailsOf(concept);
  const hidden = hiddenNeighbours(concept).length;
  const home = !WHOLE && !isInOpen(concept);
  return [
    closeButton(),
    make("h2", {}, marked(concept)),
    make("p", { class: "facts" },
      make("span", {}, concept.category.label),
      concept.grounded ? later(make("span", {}), details, ({ link }) => anchor(link, concept.id))
        : make("span", { class: "quiet" }, "named in papers, in no ontology here"),
      make("span", {}, `named in ${counted(concept.papers, "paper")}`),
      GRAPH.site && pageLater(details, "its page")),
    make("p", { class: "actions" },
      hidden > 0 && button(`Show ${Math.min(hidden, MORE)} ${hidden > MORE ? `of ${hidden} more ` : ""}neighbours`, () => addedNeighbours(concept)),
      home && button("Open its community", () => go("community", concept.community.at)),
      button("Find a path from here", () => askRoute(concept))),
    later(make("div", {}), details, ({ synonyms }) => synonymsOf(synonyms)),
    make("h3", {}, `Assertions here (${concept.edges.length.toLocaleString("en")})`),
    assertionList(concept.edges),
  ];
}

function communityCard(community) {
  const inside = STRONGEST.filter((one) => one.subject.community === community && one.object.community === community);
  const ties = left.ties.filter(({ one, other }) => one === community || other === community).slice(0, 8);
  const hidden = hiddenIn(community);
  return [
    closeButton(),
    make("h2", {}, words(community.name)),
    make("p", { class: "facts" }, make("span", {}, counted(community.members.length, "concept")),
      make("span", {}, `${counted(inside.length, "assertion")} among them`)),
    community.loose && make("p", { class: "quiet" }, "Concepts in groups too small to be a community."),
    make("p", { class: "actions" },
      hidden > 0 && button(`Draw ${Math.min(hidden, AT_ONCE)} more of ${hidden.toLocaleString("en")} not drawn`, () => drawMore(community)),
      button("Close this community", () => shutCommunity(community))),
    make("h3", {}, "Strongest concepts"),
    make("ul", { class: "plainlist" }, community.members.slice(0, 12).map((concept) => make("li", {}, conceptButton(concept)))),
    make("h3", {}, "Best supported"),
    assertionList(inside.filter((one) => one.asserted).slice(0, 10)),
    ties.length > 0 && make("h3", {}, "Most tied to"),
    make("ul", { class: "plainlist" }, ties.map(({ one, other, assertions }) => {
      const neighbour = one === community ? other : one;
      return make("li", {},
        make("button", { type: "button", class: "plainbutton", onclick: () => go("community", neighbour.at) }, words(neighbour.name)),
        make("span", { class: "quiet" }, ` ${counted(assertions, "assertion")}`));
    })),
  ];
}

/** A way between two concepts, each step with its best sentences. */
function routeCard(start, goal, steps) {
  const sure = steps.reduce((belief, step) => belief * step.belief, 1);
  return [
    closeButton(),
    make("h2", {}, conceptButton(start), " to ", conceptButton(goal)),
    make("p", { class: "facts" }, make("span", {}, counted(steps.length, "step")), make("span", {}, `beliefs multiplied ${percent(sure)}`)),
    make("p", { class: "quiet" }, "The surest way along what is asserted, in either direction. That each step holds does not mean that the whole does."),
    markKey(),
    make("ol", { class: "steps" }, steps.map((step) => make("li", {}, assertionList([step]), evidenceList(step, 2)))),
  ];
}

const noRouteCard = (start, goal) => [
  closeButton(),
  make("h2", {}, marked(start), " to ", marked(goal)),
  make("p", {}, start === goal ? "These are the same concept." : "Nothing asserted that passes the filters leads from one to the other."),
];

function welcomeCard() {
  const strongest = STRONGEST.filter((one) => one.asserted).slice(0, 7);
  const disputed = STRONGEST.filter((one) => one.opposed.length > 0).slice(0, 5);
  return [
    make("h2", {}, "What the papers say"),
    make("p", { class: "quiet" },
      !WHOLE && "Each ring is a community: concepts that much is said of together, named by the strongest. Select one to open it. ",
      "Select a line to read the sentences behind it, or a dot to see what is said about it."),
    make("h3", {}, "Best supported"),
    assertionList(strongest),
    disputed.length > 0 && make("h3", {}, "Disputed"),
    disputed.length > 0 && assertionList(disputed),
  ];
}
