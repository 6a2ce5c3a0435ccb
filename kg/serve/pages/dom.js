"use strict";
// Small helpers. Every text reaches the page as a text node, never as markup.

const byId = (id) => document.getElementById(id);

/** Make an element: attributes (`onclick` is a listener), then children, each an element or a text. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== false && child !== ""));
  return element;
}

/** A text from a paper or an ontology: its own writing direction does not spill into its surroundings. */
const words = (text) => make("bdi", {}, String(text));

const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** What an address of this server answers as JSON. */
async function told(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Let the browser keep a text as a file. */
function save(blob, name) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
