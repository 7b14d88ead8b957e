// The panel and the table. Everything is built by `make`, and text only ever goes in as text.

const $ = (id) => document.getElementById(id);
const PART = 40; // cards put on the page at once

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

const told = (text) => make("span", { class: "told" }, text); // words of an article: kept apart from the text around
const glyph = (type) => make("span", { class: "glyph g-" + (KINDS[type] ? type.toLowerCase() : "other"), "aria-hidden": "true" });
const sign = (stance) => make("span", { class: "sign " + STANCES[stance], title: STANCES[stance] }, SIGNS[stance], make("span", { class: "unseen" }, " " + STANCES[stance]));
const actorButton = (at) => make("button", { type: "button", class: "actor", onclick: () => showActor(at) }, glyph(actors[at].type), told(actors[at].label));

// A link only where the address is http or https; Python has looked, and so does this.
function source(url, text) {
  if (!/^https?:\/\//i.test(url)) return told(text);
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer", class: "told" }, text);
}

const passageOf = (statement) => statement.passage.map((piece, at) => (at % 2 ? make("mark", {}, piece) : piece));

function card(statement, tie) {
  const { article } = statement;
  const facts = [article.publisher, statement.day, statement.act, statement.kind, statement.sure >= 0 ? `${statement.sure}\u00a0%\u00a0sure` : ""].filter(Boolean);
  const notes = [
    ...statement.also, ...(statement.via.length ? ["via " + statement.via.join(", ")] : []), ...(statement.to.length ? ["to " + statement.to.join(", ")] : []),
  ];
  const signs = statement.targets.filter((t) => !tie || t.at === tie.at);
  return make("li", { class: "card" },
    make("p", { class: "who" }, ...statement.by.map(actorButton), " → ",
      ...(signs.length ? signs.flatMap((t) => [sign(t.stance), actorButton(t.at)]) : [make("em", {}, "nobody in particular")])),
    make("blockquote", { class: "told" }, ...passageOf(statement)),
    make("p", { class: "facts" }, ...facts.flatMap((fact, at) => [at ? " · " : "", told(fact)])),
    make("p", { class: "source" }, source(article.url, article.title || article.document), ...(article.title ? [make("span", { class: "file told" }, article.document)] : [])),
    notes.length ? make("p", { class: "notes told" }, notes.join(" · ")) : null,
  );
}

function cards(rows, tie = null) {
  const list = make("ol", { class: "cards" });
  let at = 0;
  const more = make("button", { type: "button", class: "more", onclick: () => add() });
  const add = () => {
    list.append(...rows.slice(at, at + PART).map((row) => card(row, tie)));
    at += PART;
    more.textContent = `Show more (${Math.max(rows.length - at, 0)} left)`;
    more.hidden = at >= rows.length;
  };
  add();
  return [list, more];
}

function bar(counts) {
  const all = counts[-1] + counts[0] + counts[1];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "bar");
  svg.setAttribute("viewBox", "0 0 100 6");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  let x = 0;
  for (const stance of [-1, 0, 1]) {
    const rect = document.createElementNS(svg.namespaceURI, "rect");
    const width = (100 * counts[stance]) / all;
    for (const [name, value] of Object.entries({ class: "b-" + STANCES[stance], x, width, y: 0, height: 6 })) rect.setAttribute(name, value);
    x += width;
    svg.append(rect);
  }
  return svg;
}

const tieRow = (tie, text) => make("li", {}, make("button", { type: "button", class: "tie", onclick: () => showTie(tie.key) },
  make("span", { class: "tie-line" }, sign(tie.stance), make("span", {}, ...text), make("span", { class: "count" }, String(tie.rows.length))), bar(tie.counts)));

const byCount = (a, b) => b.rows.length - a.rows.length || (a.key < b.key ? -1 : 1);

function tieList(heading, ties, text, most = 8) {
  if (!ties.length) return [];
  const rest = ties.slice(most), list = make("ul", { class: "ties" }, ...ties.slice(0, most).map((tie) => tieRow(tie, text(tie))));
  const more = make("button", { type: "button", class: "more", onclick: () => { list.append(...rest.map((tie) => tieRow(tie, text(tie)))); more.remove(); } }, `${rest.length} more`);
  return [make("h3", {}, heading), list, ...(rest.length ? [more] : [])];
}

const closing = () => make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => showOverview() }, "×");

function fillPanel(...children) {
  $("panel").replaceChildren(...children);
  $("panel").scrollTop = 0;
}

function tiePanel(tie, back) {
  fillPanel(closing(),
    make("h2", { class: "pair" }, actorButton(tie.by), make("span", { class: "arrow" }, words().of), actorButton(tie.at)),
    make("p", { class: "sum" }, `${number(tie.rows.length, words().one)}: ${countsOf(tie)}`), bar(tie.counts),
    ...(back && back !== tie ? [make("ul", { class: "ties" }, tieRow(back, ["in return: ", told(actors[tie.at].label), ` ${words().on} `, told(actors[tie.by].label)]))] : []),
    ...cards(tie.rows, tie));
}

function actorPanel(actor, ties) {
  const all = [...ties.values()].sort(byCount);
  const facts = [KINDS[actor.type] || "actor", ...(actor.represents.length ? ["seems to speak for " + actor.represents.map((at) => actors[at].label).join(", ")] : [])];
  const wikidata = /^Q\d+$/.test(actor.wikidata) ? source("https://www.wikidata.org/wiki/" + actor.wikidata, actor.wikidata) : null;
  fillPanel(closing(),
    make("h2", {}, glyph(actor.type), told(actor.label)),
    make("p", { class: "sum" }, facts.join(", "), wikidata ? " · Wikidata " : null, wikidata),
    ...(actor.names.length ? [make("p", { class: "names" }, "In the articles: ", ...actor.names.flatMap((name, at) => [at ? "; " : "", told(name)]))] : []),
    ...tieList(words().made, all.filter((tie) => tie.by === actor.at), (tie) => [told(actors[tie.at].label)]),
    ...tieList(words().met, all.filter((tie) => tie.at === actor.at), (tie) => [told(actors[tie.by].label)]),
    make("h3", {}, `${words().did} (${actor.said.length})`), ...(actor.said.length ? cards(actor.said) : [make("p", { class: "sum" }, "Nothing under these filters.")]),
    make("h3", {}, `${words().had} (${actor.about.length})`), ...(actor.about.length ? cards(actor.about) : [make("p", { class: "sum" }, "Nothing under these filters.")]));
}

function overviewPanel(ties) {
  const pair = (tie) => [told(actors[tie.by].label), ` ${words().on} `, told(actors[tie.at].label)];
  const loud = actors.filter((actor) => strength(actor)).sort((a, b) => strength(b) - strength(a) || a.at - b.at).slice(0, 10);
  fillPanel(
    make("h2", {}, "Overview"),
    make("p", { class: "sum" }, words().sum),
    ...(loud.length ? [make("h3", {}, "Most present"), make("ul", { class: "loud" }, ...loud.map((actor) => make("li", {}, actorButton(actor.at),
      make("span", { class: "count" }, words().count(actor)))))] : []),
    ...tieList(words().most, [...ties.values()].sort(byCount), pair, 10));
}

// Rows of the table go in by the thousand, so that ten thousand do not freeze the page.
let tableRun = 0;
function fillTable(rows, run = ++tableRun, at = 0) {
  const body = $("table").tBodies[0];
  if (at === 0) {
    body.replaceChildren();
    $("table").caption.textContent = `${number(rows.length, words().one)}, newest first`;
  }
  body.append(...rows.slice(at, at + 1000).map(tableRow));
  if (at + 1000 < rows.length) setTimeout(() => run === tableRun && fillTable(rows, run, at + 1000));
}

function tableRow(statement) {
  const { article } = statement;
  return make("tr", {},
    make("td", { class: "day" }, statement.day),
    make("td", {}, ...statement.by.flatMap((at) => [actorButton(at), " "])),
    make("td", {}, statement.act),
    make("td", {}, ...(statement.targets.length ? statement.targets.map((t) => make("div", { class: "about" }, sign(t.stance), actorButton(t.at))) : ["—"])),
    make("td", { class: "what told" }, quote(statement)),
    make("td", { class: "told" }, article.publisher),
    make("td", {}, source(article.url, article.title || article.document)));
}
