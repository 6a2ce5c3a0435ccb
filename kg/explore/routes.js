// The way from one concept to another along what is asserted: the surer each step, the shorter it counts.

const costOf = (assertion) => -Math.log(Math.min(Math.max(assertion.belief, 0.001), 0.999));

/** A binary heap of [cost, concept], the least first. */
class Queue {
  #items = [];

  get size() { return this.#items.length; }

  push(item) {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at && items[(at - 1) >> 1][0] > item[0]) {
      items[at] = items[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    items[at] = item;
  }

  pop() {
    const items = this.#items;
    const [first, last] = [items[0], items.pop()];
    if (!items.length) return first;
    let at = 0;
    for (let next = 1; next < items.length; next = 2 * at + 1) {
      if (next + 1 < items.length && items[next + 1][0] < items[next][0]) next += 1;
      if (items[next][0] >= last[0]) break;
      items[at] = items[next];
      at = next;
    }
    items[at] = last;
    return first;
  }
}

/** The surest way between two concepts, as its assertions in order; null where there is none.
 *  Assertions may be gone along in either direction; `among` says which. */
function routeBetween(start, goal, among) {
  const cost = new Map([[start, 0]]);
  const via = new Map();
  const done = new Set();
  const queue = new Queue();
  queue.push([0, start]);
  while (queue.size) {
    const [spent, concept] = queue.pop();
    if (concept === goal) return stepsTo(goal, start, via);
    if (done.has(concept)) continue;
    done.add(concept);
    for (const assertion of concept.edges) {
      if (!assertion.asserted || !among(assertion)) continue;
      const next = otherEnd(assertion, concept);
      const reached = spent + costOf(assertion);
      if (reached < (cost.get(next) ?? Infinity)) {
        cost.set(next, reached);
        via.set(next, assertion);
        queue.push([reached, next]);
      }
    }
  }
  return null;
}

function stepsTo(goal, start, via) {
  const steps = [];
  for (let at = goal; at !== start; at = otherEnd(steps[0], at)) steps.unshift(via.get(at));
  return steps;
}

/** The concepts along a way. */
function stops(start, steps) {
  const found = [start];
  for (const step of steps) found.push(otherEnd(step, found.at(-1)));
  return found;
}
