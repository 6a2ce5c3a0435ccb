// The picture: vis-network draws dots and lines, labels are drawn here as on a map.

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const theme = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const DEGREE = new Map(GRAPH.drawn.nodes.map((node) => [node.id, 0]));
for (const edge of GRAPH.drawn.edges) {
  DEGREE.set(edge.from, DEGREE.get(edge.from) + 1);
  if (edge.to !== edge.from) DEGREE.set(edge.to, DEGREE.get(edge.to) + 1);
}
const LABELS = new Map(GRAPH.drawn.nodes.map((node) => [node.id, node.label.split("\n")]));
const SIZES = new Map(GRAPH.drawn.nodes.map((node) => [node.id, node.size]));

const nodeSet = new vis.DataSet(GRAPH.drawn.nodes.map(({ label, group, ...node }) => node));
const edgeSet = new vis.DataSet(GRAPH.drawn.edges);
const network = new vis.Network(byId("graph"), { nodes: nodeSet, edges: edgeSet }, GRAPH.drawn.options);

let lit = null; // ids of nodes and edges in the light, or null: all
let chosen = null; // id of the concept whose card is open
let hovered = null;
let visible = { nodes: new Set(CONCEPTS.keys()), edges: new Set(ASSERTIONS.keys()) };

const isLit = (id) => lit === null || lit.has(id);

function nodeStyle(concept) {
  const colour = colourOf(concept.category);
  const fill = concept.grounded ? colour : theme("ground");
  return {
    id: concept.id,
    hidden: !visible.nodes.has(concept.id),
    opacity: isLit(concept.id) ? 1 : 0.16,
    color: { background: fill, border: concept.grounded ? theme("ground") : colour, hover: { background: fill, border: theme("text") } },
    shapeProperties: { borderDashes: concept.grounded ? false : [4, 3] },
  };
}

const markOf = (assertion) => (assertion.rejected ? "✗" : assertion.negated ? "¬" : "");

function edgeStyle(assertion, label) {
  const colour = theme(signOf(assertion) || "plain");
  return {
    id: assertion.id,
    hidden: !visible.edges.has(assertion.id),
    color: { color: colour, hover: colour, opacity: isLit(assertion.id) ? (lit ? 1 : 0.8) : 0.1 },
    label: label ?? ((isLit(assertion.id) && markOf(assertion)) || " "), // vis keeps the old label where the new one is empty
    font: { size: label ? 12 : 17, color: theme("text"), strokeWidth: 4, strokeColor: theme("ground"), face: "system-ui, sans-serif", align: "horizontal" },
  };
}

/** Bring the picture in line with filters, selection and colour scheme. */
function paint(labelled) {
  nodeSet.update(GRAPH.concepts.map(nodeStyle));
  edgeSet.update(GRAPH.assertions.map((assertion) =>
    edgeStyle(assertion, labelled === assertion.id ? `${markOf(assertion)} ${assertion.verb}`.trim() : undefined)));
}

/** Draw names at a readable size whatever the zoom, below their dots or above. The better connected go first;
 *  a name may cover a lesser dot, and one that would cover a greater dot or a name waits for a closer look. */
network.on("afterDrawing", (context) => {
  const scale = network.getScale();
  const places = network.getPositions();
  const weight = (id) => (id === hovered || id === chosen ? 1e6 : 0) + (lit?.has(id) ? 1e3 : 0) + DEGREE.get(id);
  const names = [...visible.nodes].filter((id) => places[id] && (isLit(id) || id === hovered));
  names.sort((a, b) => weight(b) - weight(a));
  const size = 12 * Math.min(Math.max(scale, 1), 1.5);
  context.save();
  context.scale(1 / scale, 1 / scale);
  context.font = `${size}px system-ui, "DejaVu Sans", sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = theme("ground");
  context.fillStyle = theme("text");
  const discs = new Map(names.map((id) => {
    const [x, y, radius] = [places[id].x * scale, places[id].y * scale, SIZES.get(id) * scale];
    return [id, [x - radius, y - radius, x + radius, y + radius]];
  }));
  const dots = [...discs.values()];
  const taken = []; // names drawn so far, and the dots they belong to
  for (const id of names) {
    const lines = LABELS.get(id);
    const height = lines.length * size * 1.2;
    const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 4;
    const [left, above, right, below] = discs.get(id);
    const x = (left + right) / 2;
    const clear = (top, others) => !others.some((other) =>
      x - half < other[2] && other[0] < x + half && top < other[3] && other[1] < top + height);
    const tops = [below + 4, above - 4 - height];
    const y = tops.find((top) => clear(top, taken) && clear(top, dots)) ?? tops.find((top) => clear(top, taken));
    taken.push(discs.get(id));
    if (y === undefined) continue;
    taken.push([x - half, y, x + half, y + height]);
    lines.forEach((line, at) => {
      context.strokeText(line, x, y + at * size * 1.2);
      context.fillText(line, x, y + at * size * 1.2);
    });
  }
  context.restore();
});

network.on("hoverNode", ({ node }) => { hovered = node; byId("graph").style.cursor = "pointer"; network.redraw(); });
network.on("blurNode", () => { hovered = null; byId("graph").style.cursor = ""; network.redraw(); });
network.on("hoverEdge", () => { byId("graph").style.cursor = "pointer"; });
network.on("blurEdge", () => { byId("graph").style.cursor = ""; });
network.on("click", ({ nodes, edges }) => {
  if (nodes.length) go("concept", nodes[0]);
  else if (edges.length) go("assertion", edges[0]);
  else go();
});

const glide = () => (STILL.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

/** Show these nodes, or all, with room for the names at the rim. */
function fit(ids = [...visible.nodes]) {
  const places = Object.values(network.getPositions(ids));
  if (places.length === 0) return;
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const { width, height } = byId("graph").getBoundingClientRect();
  const scale = Math.min((width - 130) / (right - left || 1), (height - 100) / (bottom - top || 1), 1.25);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, offset: { x: 0, y: -8 }, animation: glide() });
}

const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: glide() });
byId("fit").addEventListener("click", () => fit());
byId("zoom-in").addEventListener("click", () => zoom(1.4));
byId("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
