"use strict";
// The JSON API as /openapi.json describes it, each operation with a form to try it.

const kindOf = (schema) => {
  const one = schema.anyOf?.find((option) => option.type !== "null") ?? schema;
  if (one.$ref) return one.$ref.split("/").pop();
  if (one.type === "array") return `${kindOf(one.items)}, several`;
  return one.enum ? one.enum.join(" or ") : one.type ?? "";
};

/** A sentence of the description, in which backticks stand around names. */
const prose = (text) => text.split("`").map((part, at) => (at % 2 ? make("code", {}, part) : part));

function field(parameter) {
  const several = kindOf(parameter.schema).endsWith("several");
  const example = parameter.schema.examples?.[0] ?? parameter.schema.default ?? "";
  const input = make("input", { "data-name": parameter.name, "data-in": parameter.in, "data-several": several, dir: "auto" });
  if (parameter.in === "path") input.value = example;
  else input.placeholder = String(example);
  const about = [parameter.description ?? parameter.schema.description, `(${kindOf(parameter.schema)})`].filter(Boolean).join(" ");
  return make("label", {}, make("code", {}, parameter.name), input, make("small", { class: "quiet" }, about));
}

/** The address that a form's fields make; several values are written with commas between. */
function addressOf(path, inputs) {
  const asked = new URLSearchParams();
  for (const input of inputs) {
    const name = input.dataset.name, value = input.value.trim();
    if (input.dataset.in === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (value) (input.dataset.several === undefined ? [value] : value.split(/\s*,\s*/)).forEach((one) => asked.append(name, one));
  }
  const query = asked.toString();
  return path.slice(1) + (query && `?${query}`);
}

function operation(path, described) {
  const fields = (described.parameters ?? []).map(field);
  const answer = make("pre", { hidden: true, tabindex: "0" });
  const asked = make("code", {});
  const tried = async (event) => {
    event.preventDefault();
    const address = addressOf(path, fields.map((one) => one.querySelector("input")));
    asked.textContent = `GET /${address}`;
    const response = await fetch(address).catch((error) => ({ text: async () => error.message }));
    const text = await response.text();
    try {
      answer.textContent = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      answer.textContent = text;
    }
    answer.hidden = false;
  };
  const form = make("form", { onsubmit: tried }, fields, make("div", { class: "actions" }, make("button", { type: "submit", class: "main" }, "Try"), asked));
  const title = make("summary", {}, make("code", {}, `GET ${path}`), " ", make("span", { class: "quiet" }, prose(described.description ?? "")));
  return make("details", { class: "operation" }, title, form, answer);
}

async function start() {
  const api = await told("openapi.json");
  byId("counts").textContent = `${api.info.title} ${api.info.version}`;
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    const group = methods.get.tags[0];
    groups.set(group, [...(groups.get(group) ?? []), operation(path, methods.get)]);
  }
  byId("operations").append(make("p", {}, prose(api.info.description), " ", make("a", { href: "openapi.json" }, "openapi.json"), " describes it to programs."), ...[...groups].map(([name, all]) => make("section", {}, make("h2", {}, name), all)));
}

start().catch((error) => byId("operations").append(`The page could not be filled: ${error.message}`));
