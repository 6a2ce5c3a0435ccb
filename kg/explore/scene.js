// What is drawn, and where: communities, closed or open, or some concepts by themselves.

const AT_ONCE = 300; // concepts of a community when it is opened, and further ones each time somebody asks
const AROUND = 40; // neighbours of a concept shown by itself
const MORE = 20; // neighbours that are added

const scene = {
  open: new Map(), // community → how many of its concepts, the strongest
  guests: new Map(), // concept → place: neighbours from communities that are closed
  own: null, // concept → place, where some are shown by themselves
  places: new Map(), // concept → place of everything drawn
};
if (WHOLE) scene.open.set(COMMUNITIES[0], Infinity);

const isDrawn = (concept) => scene.places.has(concept);
const isMap = () => !scene.own && !WHOLE;
const passing = (assertion) => left.assertions.has(assertion);

function arrange() {
  scene.places = new Map(scene.own ?? scene.guests);
  if (scene.own) return;
  for (const [community, many] of scene.open) {
    for (const concept of community.members.slice(0, many)) scene.places.set(concept, concept.place);
  }
}
arrange();

/** Back to all communities, each closed. */
function showOverview() {
  scene.own = null;
  scene.guests.clear();
  if (!WHOLE) scene.open.clear();
  arrange();
}

/** Back to the map as it was before some concepts were shown by themselves. */
function showMap() {
  scene.own = null;
  arrange();
}

function openCommunity(community) {
  scene.own = null;
  if (!scene.open.has(community)) scene.open.set(community, AT_ONCE);
  arrange();
}

function closeCommunity(community) {
  scene.open.delete(community);
  arrange();
}

/** Draw so many more of a community's concepts. */
function showMore(community) {
  scene.open.set(community, scene.open.get(community) + AT_ONCE);
  arrange();
}

const hiddenIn = (community) => Math.max(community.members.length - (scene.open.get(community) ?? 0), 0);

/** Places around the middle, in as many rings as it takes; what stands together stays together. */
function around(count) {
  const rings = Math.ceil(count / 13);
  return Array.from({ length: count }, (_, at) => {
    const angle = (2 * Math.PI * at) / count - Math.PI / 2;
    const radius = 210 + 130 * (at % rings);
    return { x: Math.round(1.25 * radius * Math.cos(angle)), y: Math.round(radius * Math.sin(angle)) };
  });
}

/** A concept by itself with its strongest neighbours, those of a kind beside one another. */
function showAround(concept) {
  const near = neighboursOf(concept, passing).slice(0, AROUND);
  near.sort((a, b) => CATEGORIES.indexOf(a.category) - CATEGORIES.indexOf(b.category));
  scene.own = new Map([[concept, { x: 0, y: 0 }]]);
  around(near.length).forEach((place, at) => scene.own.set(near[at], place));
  arrange();
}

/** The two ends of an assertion by themselves, each with its strongest neighbours. */
function showEnds({ subject, object }) {
  scene.own = new Map([[subject, { x: -160, y: 0 }], [object, { x: 160, y: 0 }]]);
  arrange();
  for (const end of new Set([subject, object])) addNeighbours(end, 12);
}

/** Concepts in a row by themselves. */
function showRow(concepts) {
  scene.own = new Map(concepts.map((concept, at) => [concept, { x: 230 * at, y: at % 2 ? 60 : 0 }]));
  arrange();
}

const hiddenNeighbours = (concept) => neighboursOf(concept, passing).filter((other) => !isDrawn(other));

/** Add neighbours of a concept that are not drawn yet, wherever they belong. */
function addNeighbours(concept, most = MORE) {
  settle(concept, hiddenNeighbours(concept).slice(0, most));
}

/** Draw the end of an assertion that is not drawn, beside the other. */
function addEnd({ subject, object }) {
  settle(isDrawn(subject) ? subject : object, [isDrawn(subject) ? object : subject]);
}

/** Set concepts where there is room near another, rather away from the middle than towards it. */
function settle(beside, concepts) {
  const from = scene.places.get(beside);
  const middle = middleOf(scene.own ? [...scene.own.values()] : beside.community.members.map(({ place }) => place));
  const taken = [...scene.places.values()];
  const free = ({ x, y }) => !taken.some((other) => Math.abs(other.x - x) < 105 && Math.abs(other.y - y) < 64);
  const spots = spotsAround(from, Math.atan2(from.y - middle.y, from.x - middle.x));
  for (const concept of concepts) {
    let { value: place } = spots.next();
    while (!free(place)) place = spots.next().value;
    taken.push(place);
    (scene.own ?? scene.guests).set(concept, place);
  }
  arrange();
}

function middleOf(places) {
  const sum = places.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / places.length, y: sum.y / places.length };
}

/** Places farther and farther from one, in each ring those in one direction first; there is always another. */
function* spotsAround({ x, y }, outward) {
  for (let radius = 150; ; radius += 75) {
    const step = 110 / radius;
    for (let turn = 0; turn * step <= Math.PI; turn++) {
      for (const side of turn ? [1, -1] : [1]) {
        const angle = outward + side * turn * step;
        yield { x: Math.round(x + radius * Math.cos(angle)), y: Math.round(y + radius * Math.sin(angle)) };
      }
    }
  }
}

/** The assertions that are drawn: between drawn concepts, strongest first, as many as can be told apart. */
function drawnAssertions() {
  const most = Math.max(8 * scene.places.size, 100);
  const found = [];
  for (const assertion of left.assertions) { // strongest first
    if (isDrawn(assertion.subject) && isDrawn(assertion.object)) found.push(assertion);
    if (found.length === most) break;
  }
  return found;
}
