// What is drawn, for readers who use no pointer or see no picture.

const ROWS = 400;

const picking = (kind, id, ...content) =>
  make("button", { type: "button", class: "plainbutton", onclick: () => go(kind, id) }, content);

const heads = (names) => make("thead", {}, make("tr", {}, names.map(([name, amount]) => make("th", { scope: "col", class: amount && "amount" }, name))));

function assertionTable(assertions) {
  return [
    assertions.length > ROWS && make("p", { class: "quiet" }, `The strongest ${ROWS} of ${assertions.length.toLocaleString("en")} assertions.`),
    make("table", {},
      heads([["Subject"], ["Assertion"], ["Object"], ["Belief", true], ["Papers", true]]),
      make("tbody", {}, assertions.slice(0, ROWS).map((assertion) =>
        make("tr", {},
          make("td", {}, picking("concept", assertion.subject.id, words(assertion.subject.name))),
          make("td", {}, picking("assertion", assertion.id, verbOf(assertion), assertion.via && ` (of its ${assertion.via})`, assertion.negated && " (denied)", assertion.speculated && " (speculated)", assertion.rejected && " (rejected)", assertion.withdrawn && " (withdrawn)")),
          make("td", {}, picking("concept", assertion.object.id, words(assertion.object.name))),
          make("td", { class: "amount" }, percent(assertion.belief)),
          make("td", { class: "amount" }, String(assertion.papers)))))),
  ];
}

const communityTable = () =>
  make("table", { class: "communities" },
    heads([["Community"], ["Concepts", true]]),
    make("tbody", {}, COMMUNITIES.filter((one) => left.sizes[one.at] > 0).map((community) =>
      make("tr", {},
        make("td", {}, picking("community", community.at, words(community.name), scene.open.has(community) && " (open)")),
        make("td", { class: "amount" }, left.sizes[community.at].toLocaleString("en"))))));

/** The table of what the picture holds; made only while somebody looks at it. */
function tell() {
  const table = byId("table");
  if (table.hidden) return;
  const assertions = isMap() && !scene.open.size ? [...left.assertions] : shown.assertions;
  fill(table, [isMap() && communityTable(), assertionTable([...assertions].sort(byBelief))]);
}

function showTable(on) {
  byId("table").hidden = !on;
  byId("show-table").setAttribute("aria-pressed", String(on));
  byId("show-graph").setAttribute("aria-pressed", String(!on));
  tell();
}
byId("show-graph").addEventListener("click", () => showTable(false));
byId("show-table").addEventListener("click", () => showTable(true));
