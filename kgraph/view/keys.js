// All of it by keyboard: shortcuts for the page, and a cursor that walks over the marks of the graph.

let cursor = null;

const PAGE_KEYS = {
  "/": () => {
    $("name").focus();
  },
  "?": () => $("help").showModal(),
  Escape: () =>
    !$("save-menu").hidden
      ? openMenu(false)
      : state.actor !== null || state.line || state.group !== null
        ? choose({})
        : state.path || state.focus.length
          ? change({ path: null, focus: [] })
          : null,
  t: () => change({ view: state.view === "table" ? "graph" : "table" }),
};
const GRAPH_KEYS = {
  "+": () => zoomBy(1.35, undefined, undefined, true),
  "=": () => zoomBy(1.35, undefined, undefined, true),
  "-": () => zoomBy(1 / 1.35, undefined, undefined, true),
  0: () => fit(),
  Enter: () => cursor !== null && chooseFound({ mark: scene.marks.get(cursor) }),
  " ": () => cursor !== null && chooseFound({ mark: scene.marks.get(cursor) }),
  e: () => cursor !== null && expand(cursor),
  f: () => cursor !== null && cursor >= 0 && focusOn(cursor),
  ArrowLeft: () => walk(-1, 0),
  ArrowRight: () => walk(1, 0),
  ArrowUp: () => walk(0, -1),
  ArrowDown: () => walk(0, 1),
  Home: () => stand([...scene.marks.values()].sort((a, b) => b.weight - a.weight)[0]),
};

// To the nearest mark in that direction; from nowhere to the strongest.
function walk(dx, dy) {
  const from = scene.marks.get(cursor);
  if (!from) return GRAPH_KEYS.Home();
  let best = null,
    least = Infinity;
  for (const mark of scene.marks.values()) {
    const ahead = (mark.x - from.x) * dx + (mark.y - from.y) * dy,
      aside = Math.abs((mark.x - from.x) * dy) + Math.abs((mark.y - from.y) * dx);
    if (mark === from || ahead <= 0 || aside > 2 * ahead) continue;
    if (ahead + 2 * aside < least) {
      least = ahead + 2 * aside;
      best = mark;
    }
  }
  return stand(best);
}

function stand(mark) {
  if (!mark) return;
  cursor = mark.id;
  bringIntoView([mark.id]);
  light(mark.id);
  const type = mark.group ? "community" : KINDS[mark.type] || "actor";
  announce(`${type} ${describe({ mark })}`);
}

function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if ($("help").open) return;
    const typing = event.target.matches("input:not([type=checkbox]):not([type=range]), textarea, select");
    const ahead = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !typing && (ahead === "z" || ahead === "y")) {
      event.preventDefault();
      (ahead === "y" || event.shiftKey ? redo : undo)();
    } else if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape")) return;
    else if (document.activeElement === $("canvas") && Object.hasOwn(GRAPH_KEYS, event.key)) {
      event.preventDefault();
      GRAPH_KEYS[event.key]();
    } else if (Object.hasOwn(PAGE_KEYS, event.key)) {
      event.preventDefault();
      PAGE_KEYS[event.key]();
    }
  });
  $("canvas").addEventListener("blur", () => {
    cursor = null;
    lightChosen();
  });
}
