// What the address names (#concept=…, #assertion=…, #community=…, #path=…..…) and what the buttons do. All else follows.

const ends = { from: null, to: null }; // of the path that is asked for

/** Name something in the address; the page follows the address. */
function go(kind, id) {
  // The colon of a CURIE may stand in a fragment, and people read it more easily so
  if (kind) location.hash = `${kind}=${encodeURIComponent(id).replaceAll("%3A", ":")}`;
  else {
    history.pushState(null, "", "#"); // setting an empty hash would scroll a phone to the top
    follow();
  }
}

function named() {
  const [kind, id = ""] = location.hash.slice(1).split("=", 2);
  try {
    return [kind, decodeURIComponent(id)];
  } catch {
    return ["", ""]; // an address cut off in the middle of an escape
  }
}

// --- what is in the light, and its card, by what the address names; each gives how the picture then moves ---

function atConcept(concept) {
  if (!isDrawn(concept)) showAround(concept);
  const edges = concept.edges.filter(passing);
  chosen = concept;
  lit = new Set([concept, ...edges, ...edges.map((edge) => otherEnd(edge, concept))]);
  fill(byId("card"), conceptCard(concept));
  return () => fit([...lit].filter(isDrawn));
}

function atAssertion(assertion) {
  const ends = [assertion.subject, assertion.object];
  const there = ends.filter(isDrawn);
  if (!there.length) showEnds(assertion);
  else if (there.length < ends.length) addEnd(assertion);
  chosen = assertion;
  lit = new Set([assertion, ...ends, ...assertion.opposed]);
  fill(byId("card"), assertionCard(assertion));
  return () => fit(scene.own ? [...scene.own.keys()] : ends);
}

function atCommunity(community) {
  openCommunity(community);
  fill(byId("card"), communityCard(community));
  return () => fitCommunity(community);
}

function atRoute(start, goal) {
  Object.assign(ends, { from: start, to: goal });
  showRoute(true);
  const steps = start !== goal && routeBetween(start, goal, passing);
  fill(byId("card"), steps ? routeCard(start, goal, steps) : noRouteCard(start, goal));
  if (!steps) return null;
  const concepts = stops(start, steps);
  if (!concepts.every(isDrawn)) showRow(concepts);
  lit = new Set([...concepts, ...steps]);
  return () => fit(concepts);
}

/** What the address names: something to show it, or nothing where there is no such thing. */
function meaning() {
  const [kind, id] = named();
  if (kind === "concept" && conceptCalled(id)) return () => atConcept(conceptCalled(id));
  if (kind === "assertion" && assertionCalled(id)) return () => atAssertion(assertionCalled(id));
  if (kind === "community" && !WHOLE && COMMUNITIES[id]) return () => atCommunity(COMMUNITIES[id]);
  if (kind === "path") {
    const both = bothCalled(id);
    if (both) return () => atRoute(...both);
  }
  return null;
}

/** The two concepts that `one..other` names; an id may have dots of its own. */
function bothCalled(ids) {
  for (let dots = ids.indexOf(".."); dots >= 0; dots = ids.indexOf("..", dots + 1)) {
    const both = [ids.slice(0, dots), ids.slice(dots + 2)].map(conceptCalled);
    if (both.every(Boolean)) return both;
  }
  return null;
}

/** Show what the address names, and put the rest of the picture in the shade. */
function follow({ move = true } = {}) {
  lit = chosen = null;
  const show = meaning();
  const settleView = show?.();
  const focus = conceptCalled(GRAPH.focus);
  if (!show) {
    const lost = named()[1] && make("p", { class: "banner" }, "Nothing in this graph has this address.");
    fill(byId("card"), [lost, focus ? conceptCard(focus).slice(1) : welcomeCard()]);
  }
  document.querySelector("main").classList.toggle("disputed", Boolean(chosen?.opposed?.length));
  byId("card").scrollTop = 0;
  refresh();
  if (move) settleView?.();
}

const isInOpen = (concept) => isMap() && scene.open.has(concept.community);

/** Bring picture, table and buttons in line. */
function refresh() {
  paint();
  tell();
  byId("back").hidden = !scene.own && (WHOLE || scene.open.size + scene.guests.size === 0);
  byId("back").textContent = scene.own && scene.open.size && !WHOLE ? "← Map" : WHOLE ? "← Whole graph" : "← All communities";
}

function filter() {
  applyFilters();
  sayCounts();
  refresh();
}

// --- buttons ------------------------------------------------------------------------------------------

function addedNeighbours(concept) {
  addNeighbours(concept);
  follow();
}

function drawMore(community) {
  showMore(community);
  follow({ move: false });
}

function shutCommunity(community) {
  closeCommunity(community);
  go();
  fit();
}

/** Back: from some concepts to the map, from open communities to all of them. */
function back() {
  if (scene.own) showMap();
  else showOverview();
  go();
  fit();
}
byId("back").addEventListener("click", back);

byId("reset").addEventListener("click", () => {
  resetFilters();
  showOverview();
  applyFilters();
  sayCounts();
  go();
  fit();
});

/** A concept that somebody asked for is shown whatever the filters; one that nothing is said of has a page only. */
function choose({ concept }) {
  byId("search").value = "";
  if (!concept.edges.length && concept.page) location.href = concept.page;
  else {
    if (!left.concepts.has(concept)) {
      resetFilters();
      filter();
    }
    go("concept", concept.id);
  }
}
suggestFor(byId("search"), byId("found"), finding(false), choose);

// --- path: two concepts ---------------------------------------------------------------------------------

function setEnd(side, concept) {
  ends[side] = concept;
  showRoute(true);
  if (ends.from && ends.to) go("path", `${ends.from.id}..${ends.to.id}`);
  else byId(side === "from" ? "to" : "from").focus();
}

function showRoute(on) {
  for (const side of Object.keys(ends)) byId(side).value = ends[side]?.name ?? "";
  byId("route").hidden = !on;
  byId("show-route").setAttribute("aria-expanded", String(on));
}

function askRoute(concept) {
  ends.to = null;
  showRoute(true);
  setEnd("from", concept);
}

for (const side of ["from", "to"]) suggestFor(byId(side), byId(`found-${side}`), finding(true), ({ concept }) => setEnd(side, concept));
byId("show-route").addEventListener("click", () => {
  showRoute(byId("route").hidden);
  if (!byId("route").hidden) byId("from").focus();
});

// --- start ----------------------------------------------------------------------------------------------

/** Dots in legend and cards carry their colours; they are made again when the scheme changes. */
function recolour() {
  for (const item of document.querySelectorAll(".legend button")) {
    item.querySelector(".dot").replaceWith(dot({ category: CATEGORIES[item.dataset.at] }));
  }
  follow({ move: false });
}

addEventListener("hashchange", () => {
  follow();
  byId("card").focus({ preventScroll: true }); // so that a screen reader goes on there
  if (NARROW.matches && lit) byId("card").scrollIntoView({ block: "start", behavior: STILL.matches ? "auto" : "smooth" });
});
DARK.addEventListener("change", recolour);
if (NARROW.matches) byId("filters").open = false;
buildFilters(filter);
applyFilters();
sayCounts();
follow({ move: false });
network.once("afterDrawing", () => {
  fit();
  if (meaning()) follow();
  document.documentElement.dataset.drawn = "true"; // for who waits for it
});
