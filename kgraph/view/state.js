// The state of the page is one object; the address after "#" spells it out, and undo goes back to earlier spellings.

const START = { ...NO_FILTERS, actor: null, line: null, group: null, focus: [], path: null, open: [], view: "graph" };
const state = { ...structuredClone(START), theme: "", text: 1 };
const past = [],
  future = [];
let merging = "";

const idOf = (at) => (at < 0 ? "~" + (-1 - at) : actors[at].id);
const groupAt = (text) => (/^\d{1,6}$/.test(text) && groups[Number(text)] ? Number(text) : null);
const atOf = (id) =>
  id.startsWith("~") ? (groupAt(id.slice(1)) === null ? undefined : -1 - id.slice(1)) : byId.get(id);
const idsOf = (ats) => JSON.stringify(ats.map(idOf));

// The camera, the theme and the size of the text belong to a link, but not to what undo goes back over.
function encode(whole) {
  const spelt = new URLSearchParams();
  for (const name of FILTERS)
    if (String(state[name]) !== String(NO_FILTERS[name])) spelt.set(name, String(state[name]));
  if (state.view !== "graph") spelt.set("view", state.view);
  if (state.actor !== null) spelt.set("actor", idOf(state.actor));
  if (state.group !== null) spelt.set("group", String(state.group));
  if (state.line) {
    const [, layer, from, to] = /^(.)(-?\d+)>(-?\d+)$/.exec(state.line);
    spelt.set("line", JSON.stringify([layer, idOf(+from), idOf(+to)]));
  }
  if (state.focus.length) spelt.set("focus", idsOf(state.focus));
  if (state.path) spelt.set("path", idsOf(state.path));
  if (state.open.length) spelt.set("open", state.open.join(","));
  if (whole && state.theme) spelt.set("theme", state.theme);
  if (whole && state.text !== 1) spelt.set("text", String(state.text));
  if (whole && view.moved)
    spelt.set("at", [view.x.toFixed(0), view.y.toFixed(0), view.k.toPrecision(4), Number(upright)].join(","));
  return spelt.toString();
}

// An address may come from anywhere: what does not fit this page is left out.
function decode(text) {
  const spelt = new URLSearchParams(text),
    found = structuredClone(START),
    numbers = (value) => value.split(",").filter(Boolean).map(Number).filter(Number.isInteger);
  const parsed = (name) => {
    try {
      return JSON.parse(spelt.get(name) || "[]");
    } catch {
      return [];
    }
  };
  const known = (name) =>
    []
      .concat(parsed(name))
      .map((id) => atOf(String(id)))
      .filter((at) => at !== undefined && at >= 0);
  for (const name of FILTERS) if (spelt.has(name)) found[name] = String(spelt.get(name));
  found.layers = []
    .concat(spelt.has("layers") ? found.layers.split(",") : START.layers)
    .filter((layer) => Object.hasOwn(LAYERS, layer));
  found.stances = spelt.has("stances")
    ? numbers(found.stances).filter((stance) => Object.hasOwn(STANCES, stance))
    : [...START.stances];
  found.sure = Math.min(Math.max(Number(found.sure) || 0, 0), 100);
  for (const name of ["since", "until"]) if (!/^\d{4}-\d{2}-\d{2}$/.test(found[name])) found[name] = "";
  if (spelt.get("view") === "table") found.view = "table";
  if (spelt.has("actor")) found.actor = atOf(spelt.get("actor")) ?? null;
  if (found.actor < 0) found.actor = null;
  found.group = groupAt(spelt.get("group") || "");
  const [layer, ...ends] = [].concat(parsed("line")).map(String),
    [from, to] = ends.map(atOf);
  if (Object.hasOwn(LAYERS, layer) && from !== undefined && to !== undefined) found.line = `${layer}${from}>${to}`;
  found.focus = known("focus");
  const path = known("path");
  if (path.length === 2) found.path = path;
  found.open = numbers(spelt.get("open") || "").filter((at) => groupAt(String(at)) !== null);
  return found;
}

function writeHash() {
  try {
    history.replaceState(null, "", "#" + encode(true));
  } catch {
    /* a frame without an address of its own */
  }
}

// Every control ends here. Slides of one handle are one step of undo.
function change(patch, { merge = "" } = {}) {
  const before = encode(false),
    kept = structuredClone({ ...state });
  Object.assign(state, patch);
  if (encode(false) !== before) {
    if (!merge || merge !== merging) past.push(before);
    future.length = 0;
  }
  merging = merge;
  refresh(kept);
}

function goBack(from, onto) {
  if (!from.length) return;
  const kept = structuredClone({ ...state });
  onto.push(encode(false));
  Object.assign(state, decode(from.pop()));
  merging = "";
  refresh(kept);
}

const undo = () => goBack(past, future),
  redo = () => goBack(future, past);

function readHash(text) {
  Object.assign(state, decode(text));
  const spelt = new URLSearchParams(text);
  if (["light", "dark"].includes(spelt.get("theme"))) state.theme = spelt.get("theme");
  if (TEXT_SIZES.includes(Number(spelt.get("text")))) state.text = Number(spelt.get("text"));
}

// The camera of an address; none where it was written for a window of another form.
function cameraOf(text) {
  const [x, y, k, side] = (new URLSearchParams(text).get("at") || "").split(",").map(Number);
  const fits = [x, y, k].every(Number.isFinite) && k > 0 && Boolean(side) === upright;
  return fits ? { x, y, k: Math.min(Math.max(k, 0.02), 8) } : null;
}
