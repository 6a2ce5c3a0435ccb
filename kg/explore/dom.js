"use strict";
// Small helpers. Every text reaches the page as a text node, never as markup.

const DARK = matchMedia("(prefers-color-scheme: dark)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const NARROW = matchMedia("(max-width: 820px)");
const OTHER = "#6b6f76";

/** Give an element new children; `false` and "" stand for "not here" and are left out. */
function fill(element, children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== undefined && child !== false && child !== ""));
  return element;
}

/** An outgoing link; anything but an https address stays plain text. */
function anchor(address, text) {
  if (!address.startsWith("https://")) return words(text);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words(text));
}

/** A link to a page of the site; "" where there is none. */
const pageOf = (page, text) => page && make("a", { href: page }, text);

/** Fill an element when what it needs has been loaded: `made` gives the child, or several. */
function later(element, loading, made) {
  loading.then((told) => fill(element, [made(told)]), () => fill(element, [make("p", { class: "quiet" }, "This could not be loaded.")]));
  return element;
}

let themed = {};
DARK.addEventListener("change", () => { themed = {}; });

/** A colour of the style sheet. */
const theme = (name) => (themed[name] ??= getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());

/** A category's colour, lightened on a dark page so that it stands out. */
function colourOf(category) {
  const colour = category?.colour ?? OTHER;
  if (!DARK.matches) return colour;
  const mixed = [1, 3, 5].map((at) => Math.round(parseInt(colour.slice(at, at + 2), 16) * 0.68 + 255 * 0.32));
  return `rgb(${mixed.join(",")})`;
}

function dot(concept) {
  const element = make("span", { class: "dot", "aria-hidden": "true" });
  element.style.borderColor = colourOf(concept.category);
  if (concept.grounded !== false) element.style.background = colourOf(concept.category);
  return element;
}

/** A concept's dot and name; no line ends between them. */
const marked = (concept) => make("span", { class: "marked" }, dot(concept), words(concept.name));

const percent = (belief) => belief.toFixed(2);
