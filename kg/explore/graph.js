// The picture: vis-network draws concepts as dots and assertions as lines; strokes.js what lies under and over them.

const FAN = 0.08; // roundness by which neighbouring lines of one pair differ, in half steps
const DASHES = { rejected: [1, 9], withdrawn: [1, 9], negated: [9, 6], speculated: [2, 5] };
const MARKS = { rejected: "✗", withdrawn: "✗", negated: "¬" };
const THINNEST = 0.6; // the zoom below which lines get no thinner
const OPTIONS = {
  physics: { enabled: false },
  layout: { improvedLayout: false },
  interaction: {
    hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, dragNodes: false,
    keyboard: { enabled: true, bindToWindow: false },
  },
  nodes: { shape: "dot", borderWidth: 2, chosen: false },
  edges: { chosen: false, selfReference: { size: 22 } },
};

const nodeSet = new vis.DataSet();
const edgeSet = new vis.DataSet();
const network = new vis.Network(byId("graph"), { nodes: nodeSet, edges: edgeSet }, OPTIONS);

let lit = null; // concepts and assertions in the light, or null: all
let chosen = null; // what the open card is about
let hovered = null; // a concept or a community

const isLit = (one) => lit === null || lit.has(one);
const markOf = (assertion) => MARKS[Object.keys(MARKS).find((flag) => assertion[flag])] ?? "";
const dashesOf = (assertion) => DASHES[Object.keys(DASHES).find((flag) => assertion[flag])] ?? false;
const colourOfSign = (assertion) => theme(assertion.direction || "plain");
const headOf = (assertion) => (assertion.predicate.symmetric ? "" : assertion.direction === "decreased" ? "bar" : "arrow");
const widthOf = (assertion) => 1 + 2.6 * assertion.belief;
const labelOf = (assertion) => (assertion !== chosen && isLit(assertion) ? markOf(assertion) : ""); // strokes.js names that one

const opacityOf = (assertion) => (isLit(assertion) ? (lit ? 1 : 0.9) : 0.15);

/** What a line's width is multiplied by, so that one can see it from far away as well. */
const stretchNow = () => Math.round(10 * Math.max(THINNEST / network.getScale(), 1)) / 10;
let stretch = 1;

function nodeOf(concept) {
  const colour = colourOf(concept.category);
  const fill = concept.grounded ? colour : theme("ground");
  return {
    id: `c${concept.at}`, ...scene.places.get(concept), size: sizeOf(concept),
    opacity: isLit(concept) ? 1 : 0.16,
    color: { background: fill, border: concept.grounded ? theme("ground") : colour, hover: { background: fill, border: theme("text") } },
    shapeProperties: { borderDashes: concept.grounded ? false : [4, 3] },
  };
}

/** A closed community takes clicks here; it is drawn in strokes.js. */
const bubbleOf = (community) => ({ id: `m${community.at}`, ...community.place, size: bubbleRadius(community), opacity: 0 });

function edgeOf(assertion) {
  const [colour, head] = [colourOfSign(assertion), headOf(assertion)];
  return {
    id: `a${assertion.at}`, from: `c${assertion.subject.at}`, to: `c${assertion.object.at}`,
    width: widthOf(assertion) * stretch,
    dashes: dashesOf(assertion),
    arrows: { to: head ? { enabled: true, type: head, scaleFactor: 0.65 } : { enabled: false } },
    arrowStrikethrough: head === "bar", // the line must reach the bar
    smooth: { enabled: assertion.bend !== 0, type: assertion.bend > 0 ? "curvedCW" : "curvedCCW", roundness: FAN * Math.abs(assertion.bend) },
    color: { color: colour, hover: colour, opacity: opacityOf(assertion) },
    label: labelOf(assertion) || " ", // vis keeps the old label where the new one is empty
    font: { size: 17, color: theme("text"), strokeWidth: 4, strokeColor: theme("ground"), face: "system-ui, sans-serif", align: "horizontal" },
  };
}

const given = new Map(); // what vis has of each, by id: what has not changed costs nothing

function bring(set, wanted) {
  const kept = new Set(wanted.map(({ id }) => id));
  const gone = set.getIds().filter((id) => !kept.has(id));
  for (const id of gone) given.delete(id);
  set.remove(gone);
  set.update(wanted.filter((item) => {
    const told = JSON.stringify(item);
    const same = given.get(item.id) === told;
    given.set(item.id, told);
    return !same;
  }));
}

let shown = { concepts: [], assertions: [] }; // what the picture holds now

/** Bring the picture in line with scene, filters, selection and colour scheme. */
function paint() {
  shown = { concepts: [...scene.places.keys()].filter((concept) => left.concepts.has(concept)), assertions: drawnAssertions() };
  const bubbles = isMap() ? COMMUNITIES.filter(isClosed).map(bubbleOf) : [];
  bring(nodeSet, [...bubbles, ...shown.concepts.map(nodeOf)]);
  bring(edgeSet, shown.assertions.map(edgeOf));
  byId("empty").hidden = shown.concepts.length + bubbles.length > 0;
}

const importance = (concept) => (concept === hovered || concept === chosen ? 1e6 : 0) + (lit?.has(concept) ? 1e3 : 0) + concept.edges.length;
const namedConcepts = () => shown.concepts.filter((concept) => isLit(concept) || concept === hovered);

/** Draw shapes in pixels of the screen, whatever the zoom. */
function stroke(context, shapesAt) {
  const scale = network.getScale();
  context.save();
  context.scale(1 / scale, 1 / scale);
  paintShapes(context, shapesAt(scale));
  context.restore();
}

const measuring = (context) => (text, size) => {
  context.font = `${size}px ${FONT}`;
  return context.measureText(text).width;
};

network.on("beforeDrawing", (context) => stroke(context, (scale) => groundShapes(scale, hovered)));
network.on("afterDrawing", (context) => stroke(context, (scale) =>
  nameShapes(scale, { measure: measuring(context), weight: importance, named: namedConcepts() })));
network.on("afterDrawing", () => {
  if (stretch === stretchNow()) return;
  stretch = stretchNow();
  requestAnimationFrame(() => bring(edgeSet, shown.assertions.map(edgeOf))); // vis draws now
});

/** The concept, community or assertion that an id of vis's stands for. */
function meant(id) {
  return { c: CONCEPTS, m: COMMUNITIES, a: ASSERTIONS }[id[0]][Number(id.slice(1))];
}

function hover(one) {
  hovered = one;
  byId("graph").style.cursor = one ? "pointer" : "";
  network.redraw();
}
network.on("hoverNode", ({ node }) => hover(meant(node)));
network.on("blurNode", () => hover(null));
network.on("hoverEdge", () => { byId("graph").style.cursor = "pointer"; });
network.on("blurEdge", () => { byId("graph").style.cursor = ""; });
network.on("click", ({ nodes, edges }) => {
  const [id] = [...nodes, ...edges];
  if (!id) go();
  else go({ c: "concept", m: "community", a: "assertion" }[id[0]], id[0] === "m" ? id.slice(1) : meant(id).id);
});

const glide = () => (STILL.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

/** The corners of what is drawn, or of some of it: concepts and, on the map, communities. */
function extent(some) {
  const rooms = isMap() && !some ? COMMUNITIES.filter((one) => left.sizes[one.at] > 0) : [];
  const boxes = [
    ...(some ?? shown.concepts).filter((concept) => left.concepts.has(concept)).map((concept) => ({ ...scene.places.get(concept), radius: 0 })),
    ...rooms.map((community) => ({ ...community.place, radius: isClosed(community) ? bubbleRadius(community) : community.radius })),
  ];
  const side = (axis, sign) => sign * Math.max(...boxes.map((box) => sign * box[axis] + box.radius));
  return boxes.length && { left: side("x", -1), right: side("x", 1), top: side("y", -1), bottom: side("y", 1) };
}

/** Show these concepts, or all there is, with room for the names at the rim. */
function fit(some) {
  const box = extent(some);
  if (!box) return;
  const { width, height } = byId("graph").getBoundingClientRect();
  const names = isMap() && !some ? 150 : 100; // their height
  const side = Math.min(130, width / 5);
  const scale = Math.min((width - side) / (box.right - box.left || 1), (height - names) / (box.bottom - box.top || 1), 1.25);
  network.moveTo({ position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, scale, offset: { x: 0, y: -8 }, animation: glide() });
}

function fitCommunity({ place, radius }) {
  const { width, height } = byId("graph").getBoundingClientRect();
  network.moveTo({ position: place, scale: Math.min(width - 30, height - 100) / (2 * radius), offset: { x: 0, y: 22 }, animation: glide() });
}

const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: glide() });
byId("fit").addEventListener("click", () => fit());
byId("zoom-in").addEventListener("click", () => zoom(1.4));
byId("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
