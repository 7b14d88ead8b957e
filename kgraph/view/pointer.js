// Pointing, clicking, dragging, pinching and wheeling on the canvas.

const pointers = new Map();
const DOUBLE = 400; // milliseconds between the two clicks of a double click
let press = null,
  pinch = 0,
  clicked = null;

const placeOf = (event) => {
  const box = $("canvas").getBoundingClientRect();
  return [event.clientX - box.x, event.clientY - box.y];
};

// The mark or the line at a point of the screen.
function find(x, y, reach = 4) {
  let best = null,
    nearest = Infinity;
  for (const mark of scene.marks.values()) {
    const dx = Math.abs(x - mark.sx),
      dy = Math.abs(y - mark.sy);
    const inside =
      mark.kind === "box" ? dx < mark.w / 2 + 2 && dy < mark.h / 2 + 2 : Math.hypot(dx, dy) < mark.r + reach;
    const box = mark.text && mark.text.box,
      named = box && x > box.left && x < box.right && y > box.top && y < box.bottom;
    const far = Math.hypot(dx, dy) + (named && !inside ? 1000 : 0) + (mark.kind === "bubble" ? 500 : 0);
    if ((inside || named) && far < nearest) {
      nearest = far;
      best = mark;
    }
  }
  if (best) return { mark: best };
  const line = lineAt(x, y, reach + 3);
  return line ? { line } : {};
}

function lineAt(x, y, reach) {
  let best = null,
    nearest = reach;
  for (const line of scene.lines) {
    const a = scene.marks.get(line.from),
      b = scene.marks.get(line.to),
      bend = 0.2 * (Math.abs(a.sx - b.sx) + Math.abs(a.sy - b.sy)) + reach;
    if (
      x < Math.min(a.sx, b.sx) - bend ||
      x > Math.max(a.sx, b.sx) + bend ||
      y < Math.min(a.sy, b.sy) - bend ||
      y > Math.max(a.sy, b.sy) + bend
    )
      continue;
    const far = distance(line, a, x, y) + (line.weak ? 2 : 0);
    if (far < nearest + line.width / 2) {
      nearest = Math.max(far - line.width / 2, 0);
      best = line;
    }
  }
  return best;
}

function distance(line, a, x, y) {
  const curve = curveOf(line, scene.marks);
  if (!curve) return Math.abs(Math.hypot(x - a.sx - a.r * 0.8, y - a.sy + a.r * 0.8) - Math.max(a.r * 0.8, 7));
  let least = Infinity,
    [px, py] = pointAt(curve, 0);
  for (let step = 1; step <= 16; step += 1) {
    const [qx, qy] = pointAt(curve, step / 16),
      dx = qx - px,
      dy = qy - py;
    const t = Math.min(Math.max(((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1), 0), 1);
    least = Math.min(least, Math.hypot(x - px - t * dx, y - py - t * dy));
    [px, py] = [qx, qy];
  }
  return least;
}

function tip(text, x = 0, y = 0) {
  $("tip").hidden = !text;
  if (!text) return;
  $("tip").textContent = text;
  $("tip").style.left = Math.max(8, Math.min(x + 14, view.w - $("tip").offsetWidth - 8)) + "px";
  $("tip").style.top = (y + 40 > view.h ? y - 34 : y + 16) + "px";
}

function nameOf(id) {
  return id < 0 ? groupName(groups[-1 - id]) : actors[id].label;
}

function describe({ mark, line }) {
  if (mark && mark.group) return `${groupName(mark.group)}: ${number(mark.members, "actor")}. Double-click to open.`;
  if (mark) return `${mark.label}: ${presence(actors[mark.id])}`;
  return line ? `${nameOf(line.from)} ${line.layer === "e" ? "to" : "on"} ${nameOf(line.to)}: ${countsOf(line)}` : "";
}

function hover(event) {
  const [x, y] = placeOf(event),
    found = find(x, y);
  tip(describe(found), x, y);
  $("canvas").style.cursor = found.mark || found.line ? "pointer" : "grab";
  if (found.mark) light(found.mark.id);
  else if (found.line) light(null, found.line.key);
  else lightChosen();
}

function pressed(event) {
  $("canvas").setPointerCapture(event.pointerId);
  const [x, y] = placeOf(event);
  pointers.set(event.pointerId, [x, y]);
  press =
    pointers.size === 1
      ? { x, y, from: { ...view }, moved: false, ...find(x, y, event.pointerType === "touch" ? 12 : 4) }
      : null;
  pinch = 0;
}

function movedPointer(event) {
  if (!pointers.size) {
    if (event.pointerType !== "touch") hover(event);
    return;
  }
  const [x, y] = placeOf(event);
  pointers.set(event.pointerId, [x, y]);
  if (pointers.size === 2) return pinching();
  if (!press) return;
  if (!press.moved && Math.hypot(x - press.x, y - press.y) < 5) return;
  if (!press.moved) startDrag();
  if (press.mark) dragMark(x, y);
  else {
    Object.assign(view, { x: press.from.x - (x - press.x) / view.k, y: press.from.y - (y - press.y) / view.k });
    standing = performance.now();
    nextFrame();
  }
}

function startDrag() {
  press.moved = true;
  tip("");
  $("canvas").style.cursor = "grabbing";
  if (!press.mark) return;
  held = press.mark;
  press.at = [press.mark.x, press.mark.y];
  redraw();
}

function dragMark(x, y) {
  held.x = press.at[0] + (x - press.x) / view.k;
  held.y = press.at[1] + (y - press.y) / view.k;
  nextFrame();
}

function pinching() {
  const [[ax, ay], [bx, by]] = [...pointers.values()],
    far = Math.hypot(ax - bx, ay - by);
  if (pinch) zoomBy(far / pinch, (ax + bx) / 2, (ay + by) / 2);
  pinch = far;
}

function released(event) {
  pointers.delete(event.pointerId);
  pinch = 0;
  if (!press || pointers.size) return;
  const { mark, line, moved: dragged } = press;
  press = null;
  if (held) {
    moved.set(held.id, { x: held.x, y: held.y });
    held = null;
    redraw();
  } else if (dragged) {
    standing = 0;
    nextFrame();
    settled();
  } else if (event.type === "pointerup") click({ mark, line }, ...placeOf(event));
}

// The first of two clicks may move what was clicked from under the pointer, so the second means the same as the first.
function click(found, x, y) {
  if (clicked && performance.now() - clicked.time < DOUBLE && Math.hypot(x - clicked.x, y - clicked.y) < 6) {
    const { mark } = clicked;
    clicked = null;
    if (mark) expand(mark.id);
    else closeHullAt(x, y);
    return;
  }
  clicked = { ...found, x, y, time: performance.now() };
  chooseFound(found);
}

function chooseFound({ mark, line }) {
  if (mark) choose(mark.id < 0 ? { group: -1 - mark.id } : { actor: mark.id });
  else choose(line ? { line: line.key } : {});
}

function listenToPointer() {
  const canvas = $("canvas");
  canvas.addEventListener("pointerdown", pressed);
  canvas.addEventListener("pointermove", movedPointer);
  canvas.addEventListener("pointerup", released);
  canvas.addEventListener("pointercancel", released);
  canvas.addEventListener("pointerleave", () => {
    if (!pointers.size) {
      tip("");
      lightChosen();
    }
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoomBy(1.0016 ** -Math.max(-240, Math.min(event.deltaY * (event.deltaMode ? 30 : 1), 240)), ...placeOf(event));
    },
    { passive: false },
  );
}
