// A concept's page: what has to do with one category or is seen in one setting, in the order asked for, folded after a dozen.

const UNFOLDED = 12;
const chosen = { filter: "", seen: "", order: "rank" };
const GROUPS = [...document.querySelectorAll(".groups > section")].map((section) => {
  const lines = [...section.querySelectorAll(".line")];
  lines.forEach((line, at) => { line.dataset.rank = String(-at); });
  return { section, lines, number: section.querySelector(".number"), all: section.querySelector(".number").textContent };
});

function arrange({ section, lines, number, all }) {
  const has = (wanted, told = "") => wanted === "" || told.split(" ").includes(wanted);
  const fits = lines.filter((line) => has(chosen.filter, line.dataset.category) && has(chosen.seen, line.dataset.seen));
  fits.sort((a, b) => b.dataset[chosen.order] - a.dataset[chosen.order] || b.dataset.rank - a.dataset.rank);
  const others = lines.filter((line) => !fits.includes(line));
  for (const line of lines) line.hidden = others.includes(line);
  const [first, rest] = section.querySelectorAll("ul.lines");
  first.replaceChildren(...fits.slice(0, rest ? UNFOLDED : undefined), ...(rest ? [] : others));
  if (rest) {
    rest.replaceChildren(...fits.slice(UNFOLDED), ...others);
    rest.parentElement.hidden = fits.length <= UNFOLDED;
    rest.parentElement.querySelector("summary").textContent = `show all ${fits.length.toLocaleString("en")}`;
  }
  number.textContent = chosen.filter || chosen.seen ? `${fits.length.toLocaleString("en")} of ${all}` : all;
  section.hidden = !fits.length;
}

/** Choose of one kind ("filter", "seen", "order"), as its buttons then say. */
function choose(kind, value) {
  chosen[kind] = value;
  for (const one of document.querySelectorAll(`.chooser[data-${kind}] button`)) one.setAttribute("aria-pressed", String(one.dataset.value === value));
}

for (const chooser of document.querySelectorAll(".chooser")) {
  chooser.parentElement.hidden = false;
  const kind = Object.keys(chosen).find((one) => one in chooser.dataset);
  chooser.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    choose(kind, button.dataset.value);
    history.replaceState({ chosen }, ""); // for who comes back to the page
    GROUPS.forEach(arrange);
  });
}
if (history.state?.chosen) {
  for (const [kind, value] of Object.entries(history.state.chosen)) choose(kind, value);
  GROUPS.forEach(arrange);
}
