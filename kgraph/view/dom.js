// Everything on the page is built by `make`, and text only ever goes in as text.

const $ = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

function makeSvg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const told = (text) => make("span", { class: "told" }, text); // words of an article: kept apart from the text around
const button = (text, onclick, more = {}) => make("button", { type: "button", class: "quiet", onclick, ...more }, text);
const glyph = (type) =>
  make("span", { class: "glyph g-" + (SHAPES[type] ? type.toLowerCase() : "other"), "aria-hidden": "true" });
const sign = (stance) =>
  make(
    "span",
    { class: "sign " + STANCES[stance], title: STANCES[stance] },
    make("span", { "aria-hidden": "true" }, SIGNS[stance]),
    make("span", { class: "unseen" }, STANCES[stance] + ":"),
  );
const actorButton = (at) =>
  make(
    "button",
    { type: "button", class: "actor", onclick: () => choose({ actor: at }) },
    glyph(actors[at].type),
    make("span", { class: "unseen" }, (KINDS[actors[at].type] || "actor") + " "),
    told(actors[at].label),
  );

// A link only where the address is http or https; Python has looked, and so does this.
function source(url, text) {
  if (!/^https?:\/\//i.test(url)) return told(text);
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer", class: "told" }, text);
}

// A bar parted by stance, and how much of each.
function bar(counts) {
  const all = counts[-1] + counts[0] + counts[1] || 1;
  let x = 0;
  const parts = [-1, 0, 1].map((stance) => {
    const width = (100 * counts[stance]) / all;
    x += width;
    return makeSvg("rect", { class: "b-" + STANCES[stance], x: x - width, width, y: 0, height: 6 });
  });
  return makeSvg(
    "svg",
    { class: "bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    ...parts,
  );
}
