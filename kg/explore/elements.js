// Elements of a page. Every text reaches it as a text node, never as markup.

const byId = (id) => document.getElementById(id);

/** Make an element: attributes (`onclick` is a listener), then children, each an element or a text; `false` and "" are left out. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== false && child !== ""));
  return element;
}

/** A text from a paper or an ontology: its own writing direction does not spill into its surroundings. */
const words = (text) => make("bdi", {}, String(text));
const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
