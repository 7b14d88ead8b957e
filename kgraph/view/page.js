// Wiring: what each control does, and what follows from a change of the state.

const TEXT_SIZES = [0.9, 1, 1.15, 1.3, 1.5];
const THEMES = { "": "Theme: as the system", light: "Theme: light", dark: "Theme: dark" };
const BOXES = { layers: String, stances: Number },
  MENUS = ["act", "kind", "outlet", "type", "since", "until"];

const CRUMBS = 6; // opened communities that are named one by one
const ENDS = {}; // first and last day of all: as filters they say nothing

const choose = ({ actor = null, line = null, group = null }) => change({ actor, line, group });
const focusOn = (at) =>
  change(
    state.focus.includes(at)
      ? { focus: state.focus.filter((other) => other !== at) }
      : { focus: [at], path: null, actor: at, line: null, group: null },
  );
const findPath = (from, to) => change({ path: [from, to], focus: [], actor: null, line: null, group: null });
const toggleGroup = (at) =>
  change({
    open: state.open.includes(at) ? state.open.filter((other) => other !== at) : [...state.open, at],
    group: null,
    line: null,
  });

// A double click or the key e: a community opens; in a focus the neighbours of an actor come and go; else it is focused.
function expand(id) {
  if (id < 0) toggleGroup(-1 - id);
  else if (!state.focus.length) focusOn(id);
  else
    change({
      focus:
        state.focus.includes(id) && state.focus.length > 1
          ? state.focus.filter((other) => other !== id)
          : [...new Set([...state.focus, id])],
    });
}

function closeHullAt(x, y) {
  const hull = scene.hulls.find(
    (group) =>
      Math.hypot(view.w / 2 + (group.x - view.x) * view.k - x, view.h / 2 + (group.y - view.y) * view.k - y) <
      group.radius * view.k,
  );
  if (hull) toggleGroup(hull.at);
}

function lightChosen() {
  if (cursor !== null) light(cursor);
  else if (state.actor !== null && scene.marks.has(state.actor)) light(state.actor);
  else if (state.line && scene.lines.some((line) => line.key === state.line)) light(null, state.line);
  else if (state.group !== null && scene.marks.has(-1 - state.group)) light(-1 - state.group);
  else light(null);
}

function refresh(before) {
  now = tally(state);
  scene = makeScene(state);
  lit = null;
  showLook();
  showControls();
  showPanel();
  showTrail();
  drawTimeline();
  if (state.view === "table") fillTable();
  resize();
  redraw();
  moveTo(before);
  lightChosen();
  writeHash();
}

// Where the camera goes after a change: to what was opened or chosen, and back to the whole when that was left.
function moveTo(before) {
  if (!before || state.view === "table") return;
  const arranged = (one) => JSON.stringify([one.focus, one.path]);
  const opened = state.open.filter((at) => !before.open.includes(at));
  if (arranged(before) !== arranged(state) || opened.length > 1) fit();
  else if (opened.length) fit(groups[opened[0]].members);
  else if (state.actor !== null && state.actor !== before.actor) bringIntoView([state.actor]);
  else if (state.line && state.line !== before.line) {
    const line = lineOf(state.line);
    if (line) bringIntoView([line.from, line.to]);
  }
}

function showLook() {
  const { documentElement: root, body } = document,
    table = state.view === "table";
  root.dataset.theme = state.theme;
  root.style.fontSize = `${Math.round(16 * state.text)}px`;
  body.classList.toggle(
    "chosen",
    state.actor !== null || Boolean(state.line) || state.group !== null || Boolean(state.path),
  );
  body.classList.toggle("tabled", table);
  $("graph-view").hidden = table;
  $("table-view").hidden = !table;
  $("show-graph").setAttribute("aria-pressed", String(!table));
  $("show-table").setAttribute("aria-pressed", String(table));
  $("theme").setAttribute("aria-label", THEMES[state.theme]);
  $("theme").title = THEMES[state.theme];
  readTones();
}

function showControls() {
  for (const [name, of] of Object.entries(BOXES))
    for (const box of document.querySelectorAll(`[name=${name}]`)) box.checked = state[name].includes(of(box.value));
  fillActs();
  for (const id of MENUS) $(id).value = state[id] || ENDS[id] || "";
  $("sure").value = state.sure;
  $("sure-value").textContent = state.sure ? `${state.sure} %` : "any";
  $("undo").disabled = !past.length;
  $("redo").disabled = !future.length;
  const all = rows.filter((row) => state.layers.includes(row.layer)).length;
  $("shown").textContent =
    now.rows.length === all
      ? ""
      : `${now.rows.length.toLocaleString("en")} of ${number(all, state.layers.includes("e") ? "row" : "statement")}`;
  $("clear").hidden = FILTERS.every((name) => String(state[name]) === String(NO_FILTERS[name]));
  document.body.classList.toggle("eventful", state.layers.includes("e"));
}

// What is opened, focused or looked for, each with a way out; and what is not drawn.
function showTrail() {
  const leave = (text, onclick) =>
    make(
      "button",
      { type: "button", class: "crumb", onclick },
      told(text),
      make("span", { "aria-hidden": "true" }, "×"),
      make("span", { class: "unseen" }, "leave"),
    );
  const crumbs = [
    ...(state.path
      ? [leave(`Path: ${actors[state.path[0]].label} to ${actors[state.path[1]].label}`, () => change({ path: null }))]
      : []),
    ...state.focus.map((at) =>
      leave(`Focus: ${actors[at].label}`, () => change({ focus: state.focus.filter((other) => other !== at) })),
    ),
    ...(scene.grouped && state.open.length <= CRUMBS
      ? state.open.map((at) => leave(groupName(groups[at]), () => toggleGroup(at)))
      : []),
  ];
  if (scene.grouped && groups.length > 1 && state.open.length < groups.length)
    crumbs.push(
      button("Open all communities", () => change({ open: groups.map((group) => group.at), group: null, line: null })),
    );
  if (scene.grouped && state.open.length > 1)
    crumbs.push(button(`Close all ${state.open.length} communities`, () => change({ open: [] })));
  const lines = [];
  if (!now.rows.length) lines.push("Nothing under these filters.");
  else if (scene.grouped && !state.open.length)
    lines.push(
      `${tiedActors().length.toLocaleString("en")} actors in ${number(scene.marks.size, "community", "communities")}: double-click one to open it.`,
    );
  $("trail").replaceChildren(...crumbs);
  $("notice").textContent = lines.join(" ");
  $("notice").hidden = !lines.length;
}

function openMenu(shown) {
  $("save-menu").hidden = !shown;
  $("save-open").setAttribute("aria-expanded", String(shown));
}

let saying = 0;
function announce(text) {
  $("announce").textContent = text;
}
function say(text) {
  announce(text);
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(saying);
  saying = setTimeout(() => {
    $("toast").hidden = true;
  }, 4000);
}

// The camera came to rest, moved by hand or by the page: the address tells where it stands.
let settling = 0;
function settled() {
  view.moved = true;
  clearTimeout(settling);
  settling = setTimeout(writeHash, 250);
}

function options(select, values) {
  const counts = new Map();
  while (select.options.length > 1) select.options[1].remove();
  for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
  for (const [value, count] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    select.append(make("option", { value }, `${(select.id === "type" && KINDS[value]) || value} (${count})`));
  }
  select.closest("label").hidden = select.options.length < 3;
}

// The acts of the layers that are shown: statements have speech acts, events have classes.
let listed = "";
function fillActs() {
  if (listed === state.layers.join()) return;
  listed = state.layers.join();
  options(
    $("act"),
    rows.filter((row) => state.layers.includes(row.layer)).map((row) => row.act),
  );
}

function readFilters(event) {
  const patch = Object.fromEntries(
    Object.entries(BOXES).map(([name, of]) => [
      name,
      [...document.querySelectorAll(`[name=${name}]:checked`)].map((box) => of(box.value)),
    ]),
  );
  for (const id of MENUS) patch[id] = $(id).value === ENDS[id] ? "" : $(id).value;
  change({ ...patch, sure: Number($("sure").value) }, { merge: event.target.id === "sure" ? "sure" : "" });
}

function listen() {
  $("filters").addEventListener("input", readFilters);
  for (const id of ["since", "until"]) $(id).addEventListener("input", readFilters);
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("clear").addEventListener("click", () => change(structuredClone(NO_FILTERS)));
  $("show-graph").addEventListener("click", () => change({ view: "graph" }));
  $("show-table").addEventListener("click", () => change({ view: "table" }));
  $("undo").addEventListener("click", undo);
  $("redo").addEventListener("click", redo);
  $("theme").addEventListener("click", () => {
    const all = Object.keys(THEMES);
    change({ theme: all[(all.indexOf(state.theme) + 1) % all.length] });
    say(THEMES[state.theme]);
  });
  $("text-size").addEventListener("click", () => {
    change({ text: TEXT_SIZES[(TEXT_SIZES.indexOf(state.text) + 1) % TEXT_SIZES.length] });
    say(`Text at ${Math.round(100 * state.text)} %`);
  });
  $("help-open").addEventListener("click", () => $("help").showModal());
  $("zoom-in").addEventListener("click", () => zoomBy(1.35, undefined, undefined, true));
  $("zoom-out").addEventListener("click", () => zoomBy(1 / 1.35, undefined, undefined, true));
  $("fit").addEventListener("click", () => fit());
  for (const item of document.querySelectorAll("[data-save]"))
    item.addEventListener("click", () => {
      openMenu(false);
      SAVERS[item.dataset.save]();
    });
  document.querySelector("[data-save=link]").hidden = location.protocol === "about:"; // a frame has no address
  $("save-open").addEventListener("click", () => openMenu($("save-menu").hidden));
  document.addEventListener("click", (event) => {
    if (!$("save").contains(event.target)) openMenu(false);
  });
  complete($("name"), $("names"), (at) => {
    choose({ actor: at });
  });
  darkness.addEventListener("change", () => refresh(null));
  addEventListener("hashchange", () => follow(location.hash.slice(1)));
  new ResizeObserver(resize).observe($("canvas"));
  listenToPointer();
  listenToTable();
  listenToKeys();
}

// Show what an address says.
function follow(text) {
  readHash(text);
  refresh(null);
  const camera = cameraOf(text);
  if (camera) moveCamera(camera, false);
  else open();
  view.moved = Boolean(camera);
}

function fillHeading() {
  const days = rows
    .map((row) => row.day.slice(0, 10))
    .filter((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))
    .sort();
  const outlets = new Set(articles.map((article) => article.publisher).filter(Boolean)),
    papers = new Set(articles.map((article) => article.document));
  $("title").textContent = data.title;
  $("counts").textContent = [
    number(statements.length, "statement"),
    events.length ? number(events.length, "event") : "",
    number(actors.length, "actor"),
    number(papers.size, "article"),
    outlets.size ? number(outlets.size, "outlet") : "",
    days.length ? (days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`) : "",
  ]
    .filter(Boolean)
    .join(" · ");
  if (days.length) Object.assign(ENDS, { since: days[0], until: days.at(-1) });
  $("layers").hidden = !events.length;
  document.querySelector(".rare").hidden = !actors.some((actor) => !SHAPES[actor.type]);
  document.querySelector(".many").hidden = !groups.length;
  if (innerWidth < 700) {
    $("filter-box").open = false;
    $("legend").open = false;
  }
}

fillHeading();
options(
  $("kind"),
  statements.map((row) => row.kind),
);
options(
  $("outlet"),
  rows.map((row) => row.article.publisher),
);
options(
  $("type"),
  actors.map((actor) => actor.type),
);
startTimeline();
listen();
follow(location.hash.slice(1));
// For tests and for those who look under the bonnet; the page itself does not use it.
window.kgraph = {
  data,
  actors,
  groups,
  state,
  view,
  change,
  choose,
  expand,
  fit,
  redraw,
  encode,
  find,
  scene: () => scene,
  tally: () => now,
  frames: () => frames,
  cost: () => base.cost,
  lit: () => lit,
  curveOf,
  pointAt,
  asSvg,
  asCsv,
  asGexf,
};
performance.mark("kgraph-interactive");
