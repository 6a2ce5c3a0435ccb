// What is drawn besides dots and lines: communities, their ties, and names as on a map. As plain shapes in pixels, which
// go to the canvas now and to a file when somebody asks.

const LINE = 20; // characters
const LINES = 3;
const TIES = 5; // of a community, the strongest

/** A name in at most three short lines; the rest becomes an ellipsis. */
function wrap(name) {
  const lines = [];
  for (const word of name.split(/\s+/).filter(Boolean)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && longer.length <= LINE) lines[lines.length - 1] = longer;
    else lines.push(word.length <= LINE ? word : `${word.slice(0, LINE - 1)}…`);
  }
  if (lines.length > LINES) lines.splice(LINES, Infinity, `${lines.splice(LINES - 1, 1)[0]}…`);
  return lines.length ? lines.slice(0, LINES) : ["?"];
}

const bubbleRadius = (community) => GRAPH.unit * Math.sqrt(left.sizes[community.at]);
const isClosed = (community) => !scene.open.has(community) && left.sizes[community.at] > 0;

/** Lines between communities, as wide as their assertions are many and sure. */
function tieShapes(scale) {
  const seen = new Map();
  const strongest = left.ties[0]?.weight ?? 1;
  return left.ties.filter(({ one, other }) => {
    const rank = [one, other].map((community) => {
      seen.set(community, (seen.get(community) ?? 0) + 1);
      return seen.get(community);
    });
    return Math.min(...rank) <= TIES;
  }).map(({ one, other, weight }) => ({
    kind: "line", from: at(one.place, scale), to: at(other.place, scale), colour: theme("plain"),
    width: 1 + 9 * Math.sqrt(weight / strongest), opacity: (lit || scene.open.size ? 0.5 : 1) * (0.4 + 0.3 * Math.sqrt(weight / strongest)),
  }));
}

const at = ({ x, y }, scale) => ({ x: x * scale, y: y * scale });

/** The room of an open community. */
const roomShapes = (scale) => [...scene.open.keys()].map((community) => ({
  kind: "disc", ...at(community.place, scale), radius: community.radius * scale, fill: theme("surface"), line: theme("line"), width: 1, opacity: 1,
}));

/** A closed community: a ring with the shares of its categories. */
function bubbleShapes(community, scale, hovered) {
  const counts = countBy(community.members.filter((concept) => left.concepts.has(concept)), (concept) => concept.category);
  const [radius, all] = [Math.max(bubbleRadius(community) * scale, 3), left.sizes[community.at]];
  const [ring, opacity] = [Math.max(radius * 0.24, 3), lit ? 0.35 : 1];
  const place = at(community.place, scale);
  let turn = -Math.PI / 2;
  return [
    { kind: "disc", ...place, radius, fill: theme("surface"), line: hovered ? theme("text") : theme("line"), width: hovered ? 3 : 1, opacity: 1 },
    ...CATEGORIES.filter(counts).map((category) => {
      const begin = turn;
      turn += (2 * Math.PI * counts(category)) / all;
      return { kind: "arc", ...place, radius: radius - ring / 2, begin, end: turn, colour: colourOf(category), width: ring, opacity };
    }),
  ];
}

/** Everything that lies under dots and lines. */
function groundShapes(scale, hovered) {
  if (!isMap()) return [];
  const bubbles = COMMUNITIES.filter(isClosed).flatMap((community) => bubbleShapes(community, scale, community === hovered));
  return [...tieShapes(scale), ...roomShapes(scale), ...bubbles];
}

/** The point that bends a line, as vis's curvedCW and curvedCCW have it. */
function controlOf(from, to, bend) {
  const [dx, dy, round] = [to.x - from.x, from.y - to.y, FAN * bend];
  const angle = Math.atan2(dy, dx) + (0.5 + 0.5 * round) * Math.PI;
  const reach = (0.5 + 0.5 * Math.abs(round)) * Math.hypot(dx, dy);
  return { x: from.x + reach * Math.sin(angle), y: from.y + reach * Math.cos(angle) };
}

const onCurve = (from, middle, to, t) => ({
  x: (1 - t) ** 2 * from.x + 2 * t * (1 - t) * middle.x + t * t * to.x,
  y: (1 - t) ** 2 * from.y + 2 * t * (1 - t) * middle.y + t * t * to.y,
});

/** What is said by the line that the card is about. */
function verbShape(assertion, scale) {
  const [from, to] = [assertion.subject, assertion.object].map((concept) => at(scene.places.get(concept), scale));
  const half = onCurve(from, controlOf(from, to, assertion.bend), to, 0.5);
  return { kind: "text", x: half.x, y: half.y - 8, lines: [`${markOf(assertion)} ${assertion.verb}`.trim()], size: 12, colour: theme("text") };
}

/** Names at a readable size whatever the zoom, below their dots or above. The better connected go first; a name may cover
 *  a lesser dot, and one that would cover a greater dot or a name waits for a closer look. */
function nameShapes(scale, { measure, weight, named }) {
  const size = 12 * Math.min(Math.max(scale, 1), 1.5);
  const taken = [];
  const shapes = isMap() ? communityNames(scale, measure, taken) : [];
  if (shown.assertions.includes(chosen) && chosen.subject !== chosen.object) {
    const verb = verbShape(chosen, scale);
    const half = measure(verb.lines[0], verb.size) / 2;
    taken.push([verb.x - half, verb.y, verb.x + half, verb.y + verb.size]);
    shapes.push(verb);
  }
  const concepts = named.sort((a, b) => weight(b) - weight(a));
  const discs = new Map(concepts.map((concept) => {
    const [{ x, y }, radius] = [at(scene.places.get(concept), scale), sizeOf(concept) * scale];
    return [concept, [x - radius, y - radius, x + radius, y + radius]];
  }));
  const dots = [...discs.values()];
  for (const concept of concepts) {
    const lines = wrap(concept.name);
    const height = lines.length * size * 1.2;
    const half = Math.max(...lines.map((line) => measure(line, size))) / 2 + 4;
    const [before, above, after, below] = discs.get(concept);
    const x = (before + after) / 2;
    const clear = (top, others) => !others.some((other) => covers([x - half, top, x + half, top + height], other));
    const tops = [below + 4, above - 4 - height];
    const y = tops.find((top) => clear(top, taken) && clear(top, dots)) ?? tops.find((top) => clear(top, taken));
    taken.push(discs.get(concept));
    if (y === undefined) continue;
    taken.push([x - half, y, x + half, y + height]);
    shapes.push({ kind: "text", x, y, lines, size, colour: theme("text") });
  }
  return shapes;
}

const covers = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

/** The names of communities: inside their rings where they fit, else below or above; as many as there is room for. */
function communityNames(scale, measure, taken) {
  const some = COMMUNITIES.filter((one) => left.sizes[one.at] > 0).sort((a, b) => (b === hovered) - (a === hovered));
  const rings = new Map(some.filter(isClosed).map((community) => {
    const [{ x, y }, radius] = [at(community.place, scale), bubbleRadius(community) * scale];
    return [community, [x - radius, y - radius, x + radius, y + radius]];
  }));
  return some.flatMap((community) => {
    const closed = rings.has(community);
    const others = [...rings].filter(([one]) => one !== community).map(([, box]) => box);
    const [size, place] = [closed ? 12 : 13, at(community.place, scale)];
    const radius = (closed ? bubbleRadius(community) : community.radius) * scale;
    const clear = (box) => !taken.some((other) => covers(box, other));
    const ways = waysToName(community).map((lines) => {
      const [half, height] = [Math.max(...lines.map((line) => measure(line, size))) / 2 + 3, lines.length * size * 1.2];
      const within = (top) => [place.x - half, top, place.x + half, top + height];
      const middle = within(place.y - height / 2);
      const inside = closed && Math.hypot(half, height / 2) < radius * 0.76;
      const outside = closed ? [within(place.y + radius + 3), within(place.y - radius - height - 3)] : [within(place.y - radius - height - 4)];
      const box = inside ? middle : outside.find((one) => clear(one) && !others.some((other) => covers(one, other)));
      return { lines, middle, box };
    });
    const last = ways.at(-1);
    const found = ways.find(({ box }) => box && clear(box)) ?? (radius > 18 && clear(last.middle) && { ...last, box: last.middle });
    if (!found) return [];
    taken.push(found.box);
    return { kind: "text", x: place.x, y: found.box[1], lines: found.lines, size, colour: theme(closed ? "text" : "quiet"), last: theme("quiet") };
  });
}

/** What a community may be called, most words first: its strongest concepts, and how many it has. */
function waysToName(community) {
  const many = left.sizes[community.at].toLocaleString("en");
  if (community.loose) return [["small groups", many]];
  const names = community.members.slice(0, 3).map(({ name }) => wrap(name)[0]);
  return [3, 2, 1].map((count) => [...names.slice(0, count), many]);
}

/** Draw shapes on a canvas. */
function paintShapes(context, shapes) {
  context.lineJoin = "round";
  for (const shape of shapes) {
    context.globalAlpha = shape.opacity ?? 1;
    context.beginPath();
    if (shape.kind === "text") paintText(context, shape);
    else if (shape.kind === "line") {
      context.moveTo(shape.from.x, shape.from.y);
      context.lineTo(shape.to.x, shape.to.y);
    } else context.arc(shape.x, shape.y, shape.radius, shape.begin ?? 0, shape.end ?? 2 * Math.PI);
    if (shape.fill) {
      context.fillStyle = shape.fill;
      context.fill();
    }
    if (shape.width) {
      context.strokeStyle = shape.colour ?? shape.line;
      context.lineWidth = shape.width;
      context.stroke();
    }
  }
  context.globalAlpha = 1;
}

function paintText(context, { x, y, lines, size, colour, last }) {
  context.font = `${size}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  lines.forEach((line, row) => {
    context.strokeStyle = theme("ground");
    context.lineWidth = 4;
    context.fillStyle = (row === lines.length - 1 && last) || colour;
    context.strokeText(line, x, y + row * size * 1.2);
    context.fillText(line, x, y + row * size * 1.2);
  });
}

const FONT = 'system-ui, "DejaVu Sans", sans-serif';
