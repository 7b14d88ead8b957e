// Wiring: what is chosen (nothing, an actor, a line), and what each control does.

let chosen = { actor: null, tie: null };

function showOverview() {
  chosen = { actor: null, tie: null };
  net.unselectAll();
  light(null);
  overviewPanel(now.ties);
  document.body.classList.remove("chosen");
}

function showActor(at) {
  chosen = { actor: at, tie: null };
  if (!drawn.has(at)) picked.add(at);
  light(at);
  net.selectNodes([at], false);
  actorPanel(actors[at], now.ties);
  document.body.classList.add("chosen");
  if (!$("graph-view").hidden) goTo([...lit]);
}

function showTie(key) {
  const tie = now.ties.get(key);
  chosen = { actor: null, tie: key };
  for (const at of [tie.by, tie.at]) if (!drawn.has(at)) picked.add(at);
  light(tie.by, key);
  net.setSelection({ nodes: [], edges: [key] });
  tiePanel(tie, now.ties.get(tie.at + ">" + tie.by));
  document.body.classList.add("chosen");
  if (!$("graph-view").hidden) goTo([...lit]);
}

function refresh() {
  now = tally();
  const all = statements.filter(inLayer).length;
  $("shown").textContent = now.rows.length === all ? "" : `${now.rows.length.toLocaleString("en")} of ${number(all, words().one)}`;
  if (chosen.tie && now.ties.has(chosen.tie)) showTie(chosen.tie);
  else if (chosen.actor !== null) { light(chosen.actor); actorPanel(actors[chosen.actor], now.ties); }
  else showOverview();
  if (!$("table-view").hidden) fillTable(now.rows);
}

function readFilters() {
  filter.stances = new Set([...document.querySelectorAll("[name=stance]:checked")].map((box) => Number(box.value)));
  for (const name of ["act", "outlet", "since", "until"]) filter[name] = $(name).value;
  refresh();
}

// From statements to events and back: the choices of the filters and the words of the page are those of the layer.
function layer(name) {
  filter.layer = name;
  for (const id of ["act", "outlet"]) while ($(id).options.length > 1) $(id).remove(1);
  options($("act"), statements.filter(inLayer).map((s) => s.act));
  options($("outlet"), statements.filter(inLayer).map((s) => s.article.publisher));
  for (const [at, cell] of [...$("table").tHead.rows[0].cells].entries()) cell.textContent = words().columns[at];
  for (const one of Object.keys(LAYERS)) $("show-" + one).setAttribute("aria-pressed", String(one === name));
  document.body.classList.toggle("events", name === "events");
  chosen = { actor: chosen.actor, tie: null };
  readFilters();
}

function options(select, values) {
  const counts = new Map();
  for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
  for (const [value, count] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    select.append(make("option", { value }, `${value} (${count})`));
  }
}

function view(table) {
  $("graph-view").hidden = table;
  $("table-view").hidden = !table;
  document.body.classList.toggle("tabled", table);
  $("show-graph").setAttribute("aria-pressed", String(!table));
  $("show-table").setAttribute("aria-pressed", String(table));
  if (table) fillTable(now.rows);
  else net.redraw();
}

// Names in the completion are told apart by type where two actors share one.
const byName = new Map();
function names() {
  const seen = new Map();
  for (const actor of actors) seen.set(actor.label, (seen.get(actor.label) || 0) + 1);
  for (const actor of actors) {
    let name = seen.get(actor.label) > 1 ? `${actor.label} (${KINDS[actor.type] || actor.type})` : actor.label;
    while (byName.has(name)) name += " ·";
    byName.set(name, actor.at);
  }
  $("names").append(...[...byName.keys()].sort((a, b) => (folded(a) < folded(b) ? -1 : 1)).map((name) => make("option", { value: name })));
}

function search(exactly) {
  const asked = $("name").value.trim();
  if (!asked) return;
  let at = byName.get(asked);
  if (at === undefined && !exactly) {
    const all = [...byName.keys()], wanted = folded(asked);
    const name = all.find((n) => folded(n) === wanted) || all.find((n) => folded(n).startsWith(wanted)) || all.find((n) => folded(n).includes(wanted));
    at = byName.get(name);
    if (at === undefined) $("shown").textContent = `No actor is called “${asked}”.`;
  }
  if (at !== undefined) showActor(at);
}

function tip(text, pointer) {
  $("tip").hidden = !text;
  if (!text) return;
  $("tip").textContent = text;
  const room = $("canvas").clientWidth - $("tip").offsetWidth - 8;
  $("tip").style.left = Math.max(8, Math.min(pointer.x + 14, room)) + "px";
  $("tip").style.top = pointer.y + 16 + "px";
}

function listen() {
  net.on("click", ({ nodes, edges }) => (nodes.length ? showActor(nodes[0]) : edges.length ? showTie(edges[0]) : showOverview()));
  net.on("hoverNode", ({ node, pointer }) => {
    tip(`${actors[node].label}: ${words().count(actors[node])}`, pointer.DOM);
    if (chosen.actor === null && !chosen.tie) light(node);
  });
  net.on("hoverEdge", ({ edge, pointer }) => {
    const tie = now.ties.get(edge);
    tip(`${actors[tie.by].label} ${words().on} ${actors[tie.at].label}: ${countsOf(tie)}`, pointer.DOM);
  });
  net.on("blurNode", () => { tip(""); if (chosen.actor === null && !chosen.tie) light(null); });
  net.on("blurEdge", () => tip(""));
  net.on("dragEnd", ({ nodes }) => { nodes.forEach(keepPlace); });
  $("search").addEventListener("submit", (event) => { event.preventDefault(); search(false); });
  $("name").addEventListener("input", () => search(true));
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("input", readFilters);
  $("filters").addEventListener("reset", () => setTimeout(readFilters));
  $("show-graph").addEventListener("click", () => view(false));
  for (const one of Object.keys(LAYERS)) $("show-" + one).addEventListener("click", () => layer(one));
  $("show-table").addEventListener("click", () => view(true));
  $("zoom-in").addEventListener("click", () => zoom(1.35));
  $("zoom-out").addEventListener("click", () => zoom(1 / 1.35));
  $("fit").addEventListener("click", fit);
  darkness.addEventListener("change", () => draw());
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") showOverview(); });
}

function heading() {
  const days = statements.map((s) => s.day).filter(Boolean), outlets = new Set(articles.map((a) => a.publisher).filter(Boolean));
  const deeds = statements.filter((s) => s.kind === EVENT).length;
  $("layers").hidden = !deeds;
  const papers = new Set(articles.map((a) => a.document));
  $("title").textContent = data.title;
  $("counts").textContent = [number(statements.length - deeds, "statement"), deeds ? number(deeds, "event") : "", number(actors.length, "actor"), number(papers.size, "article"), outlets.size ? number(outlets.size, "outlet") : "",
    days.length ? (days[0] === days.at(-1) ? days[0] : `${days.at(-1)} to ${days[0]}`) : ""].filter(Boolean).join(" · ");
  if (days.length) for (const id of ["since", "until"]) Object.assign($(id), { min: days.at(-1).slice(0, 10), max: days[0].slice(0, 10) });
  document.querySelector(".rare").hidden = !actors.some((actor) => !SHAPES[actor.type]);
  if (innerWidth < 700) { $("filter-box").open = false; $("legend").open = false; }
}

heading();
names();
options($("act"), statements.filter(inLayer).map((s) => s.act));
options($("outlet"), statements.filter(inLayer).map((s) => s.article.publisher));
start();
listen();
refresh();
net.setSize(); // the notice above it has taken its room by now
fit();
// For tests and for those who look under the bonnet; the page itself does not use it.
window.kgraph = { net, data, showActor, showTie, tally: () => now };
