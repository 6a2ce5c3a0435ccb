// What is shown, as a file: SVG written by hand from the same shapes, and PNG drawn from that at twice the size.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
// What XML cannot hold is left out
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const escaped = (text) => String(text).replace(NOT_XML, "").replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
const short = (value) => (typeof value === "number" ? Math.round(value * 100) / 100 : value);

/** An element of SVG; `content` is SVG already. */
function tag(name, attributes, content = "") {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== "");
  return `<${name}${given.map(([key, value]) => ` ${key}="${escaped(short(value))}"`).join("")}>${content}</${name}>`;
}

const polygon = (points) => points.map(({ x, y }) => `${short(x)},${short(y)}`).join(" ");
const along = ({ x, y }, angle, distance) => ({ x: x + distance * Math.cos(angle), y: y + distance * Math.sin(angle) });

// --- dots and lines, which vis draws on the page ---------------------------------------------------------

function edgeShapes(assertion, scale) {
  const [from, to] = [assertion.subject, assertion.object].map((concept) => at(scene.places.get(concept), scale));
  const [colour, head, width] = [colourOfSign(assertion), headOf(assertion), widthOf(assertion) * Math.max(scale, THINNEST)];
  const opacity = opacityOf(assertion);
  const dash = (dashesOf(assertion) || []).map((length) => length * scale).join(" ");
  if (assertion.subject === assertion.object) {
    const radius = 22 * scale;
    return [{ kind: "disc", x: from.x + radius, y: from.y - radius, radius, line: colour, width, dash, opacity }];
  }
  const middle = controlOf(from, to, assertion.bend);
  const rim = sizeOf(assertion.object) * scale + 2 * scale;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const tip = onCurve(from, middle, to, Math.max(1 - rim / (length || 1), 0));
  const angle = Math.atan2(to.y - middle.y, to.x - middle.x);
  const mark = labelOf(assertion);
  const half = onCurve(from, middle, to, 0.5);
  return [
    { kind: "curve", from, middle, to: tip, colour, width, dash, opacity },
    head && { kind: "head", head, tip, angle, size: (10 + 3 * widthOf(assertion) * 0.65) * scale, colour, opacity },
    mark && { kind: "text", x: half.x, y: half.y - 8, lines: [mark], size: 12, colour: theme("text") },
  ].filter(Boolean);
}

function dotShape(concept, scale) {
  const colour = colourOf(concept.category);
  return {
    kind: "disc", ...at(scene.places.get(concept), scale), radius: sizeOf(concept) * scale,
    fill: concept.grounded ? colour : theme("ground"), line: concept.grounded ? theme("ground") : colour,
    width: 2 * Math.max(scale, 0.5), dash: concept.grounded ? "" : "4 3", opacity: isLit(concept) ? 1 : 0.16,
  };
}

// --- SVG -------------------------------------------------------------------------------------------------

const WRITE = {
  disc: ({ x, y, radius, fill, line, width, dash, opacity }) =>
    tag("circle", { cx: x, cy: y, r: radius, fill: fill ?? "none", stroke: line, "stroke-width": width, "stroke-dasharray": dash, opacity }),
  arc: ({ x, y, radius, begin, end, colour, width, opacity }) => {
    if (end - begin > 2 * Math.PI - 1e-6) return tag("circle", { cx: x, cy: y, r: radius, fill: "none", stroke: colour, "stroke-width": width, opacity });
    const [start, stop] = [along({ x, y }, begin, radius), along({ x, y }, end, radius)];
    const path = `M${short(start.x)} ${short(start.y)}A${short(radius)} ${short(radius)} 0 ${end - begin > Math.PI ? 1 : 0} 1 ${short(stop.x)} ${short(stop.y)}`;
    return tag("path", { d: path, fill: "none", stroke: colour, "stroke-width": width, opacity });
  },
  line: ({ from, to, colour, width, opacity }) =>
    tag("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, stroke: colour, "stroke-width": width, opacity }),
  curve: ({ from, middle, to, colour, width, dash, opacity }) =>
    tag("path", { d: `M${short(from.x)} ${short(from.y)}Q${short(middle.x)} ${short(middle.y)} ${short(to.x)} ${short(to.y)}`,
      fill: "none", stroke: colour, "stroke-width": width, "stroke-dasharray": dash, opacity }),
  head: ({ head, tip, angle, size, colour, opacity }) => {
    const wings = [2.6, -2.6].map((turn) => along(tip, angle + turn, size));
    if (head === "arrow") return tag("polygon", { points: polygon([tip, wings[0], along(tip, angle, -0.7 * size), wings[1]]), fill: colour, opacity });
    const [one, other] = [Math.PI / 2, -Math.PI / 2].map((turn) => along(tip, angle + turn, 0.6 * size));
    return tag("line", { x1: one.x, y1: one.y, x2: other.x, y2: other.y, stroke: colour, "stroke-width": 0.3 * size, opacity });
  },
  text: ({ x, y, lines, size, colour, last, anchor = "middle" }) => lines.map((line, row) =>
    tag("text", { x, y: y + row * size * 1.2 + size * 0.9, "font-size": size, "text-anchor": anchor, "unicode-bidi": "plaintext",
      fill: (row === lines.length - 1 && last) || colour, stroke: theme("ground"), "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" }, escaped(line))).join(""),
};

const svgOf = (shapes) => shapes.map((shape) => WRITE[shape.kind](shape)).join("\n");

/** What each colour and line stands for, in as many rows as it takes: { shapes, height }. */
function legendShapes(width, measure) {
  const text = theme("text");
  const present = new Set((isMap() ? [...left.concepts] : shown.concepts).map(({ category }) => category));
  const line = (x, y, colour, dash) => ({ kind: "curve", from: { x, y }, middle: { x: x + 11, y }, to: { x: x + 22, y }, colour, width: 2, dash });
  const head = (x, y, kind, colour) => ({ kind: "head", head: kind, tip: { x: x + 24, y }, angle: 0, size: 10, colour });
  const flags = [["negated", "6 4", "denied"], ["speculated", "2 4"], ["rejected", "1 5"], ["withdrawn", "1 5"]];
  const items = [
    ...CATEGORIES.filter((one) => present.has(one)).map((category) => [category.label, (x, y) =>
      [{ kind: "disc", x: x + 16, y, radius: 6, fill: colourOf(category) }]]),
    ...(shown.assertions.length ? [
      ["increases", (x, y) => [line(x, y, theme("increased")), head(x, y, "arrow", theme("increased"))]],
      ["decreases", (x, y) => [line(x, y, theme("decreased")), head(x, y, "bar", theme("decreased"))]],
      ["other", (x, y) => [line(x, y, theme("plain"))]],
      ...flags.filter(([flag]) => shown.assertions.some((one) => one[flag])).map(([flag, dash, called = flag]) => [called, (x, y) => [line(x, y, theme("plain"), dash)]]),
    ] : []),
  ];
  let [x, y] = [16, 20];
  const shapes = items.flatMap(([label, sign]) => {
    const wide = 46 + measure(label, 12);
    if (x + wide > width) [x, y] = [16, y + 22];
    x += wide;
    return [...sign(x - wide, y), { kind: "text", x: x - wide + 30, y: y - 7, lines: [label], size: 12, colour: text, anchor: "start" }];
  });
  return { shapes, height: y + 18 };
}

/** The picture as it stands in the window, with a legend below: { svg, width, height }. */
function pictureNow() {
  const scale = network.getScale();
  const { width, height } = byId("graph").getBoundingClientRect();
  const { x, y } = network.canvasToDOM({ x: 0, y: 0 });
  const measure = measuring(document.createElement("canvas").getContext("2d"));
  const shapes = [
    ...groundShapes(scale, null),
    ...shown.assertions.flatMap((assertion) => edgeShapes(assertion, scale)),
    ...shown.concepts.map((concept) => dotShape(concept, scale)),
    ...nameShapes(scale, { measure, weight: importance, named: namedConcepts() }),
  ];
  const legend = legendShapes(width, measure);
  const all = height + legend.height;
  const ground = tag("rect", { width, height: all, fill: theme("ground") });
  const drawn = tag("svg", { width, height, overflow: "hidden" }, tag("g", { transform: `translate(${short(x)} ${short(y)})` }, svgOf(shapes)));
  const below = tag("g", { transform: `translate(0 ${short(height)})` }, svgOf(legend.shapes));
  const svg = tag("svg", { xmlns: "http://www.w3.org/2000/svg", width, height: all, viewBox: `0 0 ${short(width)} ${short(all)}`, "font-family": FONT },
    tag("title", {}, escaped(document.title)) + ground + drawn + below);
  return { svg, width, height: all };
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function savePicture(kind) {
  const { svg, width, height } = pictureNow();
  if (kind === "svg") return save(new Blob([svg], { type: "image/svg+xml" }), "graph.svg");
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(2 * width), height: Math.round(2 * height) });
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  context.drawImage(image, 0, 0, width, height);
  return canvas.toBlob((blob) => save(blob, "graph.png"), "image/png");
}

for (const kind of ["svg", "png"]) byId(`save-${kind}`).addEventListener("click", () => savePicture(kind));
