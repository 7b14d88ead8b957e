// The canvas: a picture of the scene is painted once for each camera, and kept. What is pointed at is painted over it, so
// that pointing and dragging cost a copy and a few lines, however large the graph is.

const SLOW = 11; // milliseconds; a picture that takes longer is moved as it is while the camera moves, then painted anew
const MARGIN = 0.25; // of the window, painted beyond each side of a slow picture
const ROOM = 1300; // square pixels a mark
const LINGER = 90; // milliseconds without a movement after which the camera stands
const stillness = matchMedia("(prefers-reduced-motion: reduce)");
const view = { k: 1, x: 0, y: 0, w: 0, h: 0 };
const screen2d = $("canvas").getContext("2d", { alpha: false });
const base = { canvas: document.createElement("canvas"), view: null, cost: 0, margin: 0 };
const basePen = new CanvasPen(base.canvas.getContext("2d", { alpha: false })),
  pen = new CanvasPen(screen2d);
let lit = null,
  held = null,
  dirty = true,
  asked = 0,
  standing = 0,
  frames = 0,
  glide = 0;

const ratio = () => Math.min(devicePixelRatio || 1, 2);

function resize() {
  const { clientWidth, clientHeight } = $("canvas");
  if (
    !clientWidth ||
    (clientWidth === view.w && clientHeight === view.h && $("canvas").width === Math.round(clientWidth * ratio()))
  )
    return;
  const first = !view.w;
  Object.assign(view, { w: clientWidth, h: clientHeight });
  Object.assign($("canvas"), { width: Math.round(view.w * ratio()), height: Math.round(view.h * ratio()) });
  turn();
  if (first && !view.moved) open(); // a page that was opened out of sight, as in a notebook, is looked at only now
  redraw();
}

// A telephone was turned, or the window made narrow: the sheet is turned too, and dragged marks go home.
function turn() {
  if (view.h > 1.15 * view.w === upright) return;
  upright = !upright;
  moved.clear();
  scene = makeScene(state);
  if (base.view) fit(null, false);
}

function redraw() {
  dirty = true;
  nextFrame();
}
function nextFrame() {
  if (!asked) asked = requestAnimationFrame(frame);
}

function frame() {
  asked = 0;
  if (!view.w) return;
  const movedCamera = base.view && (base.view.k !== view.k || base.view.x !== view.x || base.view.y !== view.y);
  if (dirty || (movedCamera && (base.cost < SLOW || performance.now() - standing > LINGER))) paintBase();
  else if (movedCamera) setTimeout(nextFrame, LINGER + 10);
  copyBase();
  if (held) paintPart([held.id], linesOf(held.id), false);
  else if (lit) {
    wash();
    paintPart([...lit.ids], lit.lines, true);
  }
  frames += 1;
}

function paintBase() {
  const begun = performance.now();
  base.margin = base.cost > SLOW ? MARGIN : 0;
  const mx = view.w * base.margin,
    my = view.h * base.margin;
  const width = Math.round((view.w + 2 * mx) * ratio()),
    height = Math.round((view.h + 2 * my) * ratio());
  if (base.canvas.width !== width || base.canvas.height !== height) Object.assign(base.canvas, { width, height });
  const { context } = basePen;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = tones.paper;
  context.fillRect(0, 0, width, height);
  context.setTransform(ratio(), 0, 0, ratio(), mx * ratio(), my * ratio());
  const all = project(scene.marks.values(), view, state.text),
    seen = all.filter((mark) => onScreen(mark, mx, my));
  const skip = held ? held.id : null;
  paint(
    basePen,
    seen.filter((mark) => mark.id !== skip),
    { ...scene, lines: scene.lines.filter((line) => line.from !== skip && line.to !== skip && crosses(line, mx, my)) },
    view,
  );
  Object.assign(base, { view: { ...view }, cost: performance.now() - begun });
  dirty = false;
}

const onScreen = ({ sx, sy, r }, mx, my) =>
  sx > -mx - r - 120 && sx < view.w + mx + r + 120 && sy > -my - r - 60 && sy < view.h + my + r + 60;

function crosses({ from, to }, mx, my) {
  const a = scene.marks.get(from),
    b = scene.marks.get(to);
  return !(
    Math.max(a.sx, b.sx) < -mx - 200 ||
    Math.min(a.sx, b.sx) > view.w + mx + 200 ||
    Math.max(a.sy, b.sy) < -my - 200 ||
    Math.min(a.sy, b.sy) > view.h + my + 200
  );
}

function copyBase() {
  const scale = view.k / base.view.k,
    mx = base.view.w * base.margin,
    my = base.view.h * base.margin;
  const x = view.w / 2 + (base.view.x - view.x) * view.k - (base.view.w / 2 + mx) * scale;
  const y = view.h / 2 + (base.view.y - view.y) * view.k - (base.view.h / 2 + my) * scale;
  screen2d.setTransform(1, 0, 0, 1, 0, 0);
  const covers =
    x <= 0.5 &&
    y <= 0.5 &&
    x + (base.view.w + 2 * mx) * scale >= view.w - 0.5 &&
    y + (base.view.h + 2 * my) * scale >= view.h - 0.5;
  if (!covers) {
    screen2d.fillStyle = tones.paper;
    screen2d.fillRect(0, 0, $("canvas").width, $("canvas").height);
  }
  if (scale === 1) screen2d.drawImage(base.canvas, Math.round(x * ratio()), Math.round(y * ratio()));
  else screen2d.drawImage(base.canvas, x * ratio(), y * ratio(), base.canvas.width * scale, base.canvas.height * scale);
  screen2d.setTransform(ratio(), 0, 0, ratio(), 0, 0);
}

// All that is not lit steps back.
function wash() {
  screen2d.globalAlpha = 0.8;
  screen2d.fillStyle = tones.paper;
  screen2d.fillRect(0, 0, view.w, view.h);
  screen2d.globalAlpha = 1;
}

// Paint some marks and lines over the picture; copies of the marks, since here other labels find room.
function paintPart(ids, lines, labelled) {
  const ends = new Set(ids);
  for (const line of lines) {
    ends.add(line.from);
    ends.add(line.to);
  }
  const copies = new Map([...ends].filter((id) => scene.marks.has(id)).map((id) => [id, { ...scene.marks.get(id) }]));
  const all = project(copies.values(), view, state.text);
  const shown = labelled ? all : all.filter((mark) => ids.includes(mark.id));
  paintLines(
    pen,
    lines.filter((line) => copies.has(line.from) && copies.has(line.to)).map((line) => ({ ...line })),
    copies,
    { plain: lines.length < 400, scale: 1 },
  );
  paintMarks(pen, shown, labelled ? lit.centre : null);
  paintLabels(pen, shown);
}

const linesOf = (id) => scene.lines.filter((line) => line.from === id || line.to === id);

// Let one mark with its neighbours, or one line with its ends, stand out.
function light(centre, key = null) {
  const lines = key ? scene.lines.filter((line) => line.key === key) : centre === null ? [] : linesOf(centre);
  const same = lit && lit.centre === centre && lit.pair === key;
  if (centre === null && !key) lit = null;
  else if (!same || dirty) {
    const ids = new Set(lines.flatMap((line) => [line.from, line.to]));
    if (centre !== null) ids.add(centre);
    lit = { centre, pair: key, ids, lines };
  }
  nextFrame();
}

function moveCamera(to, slowly = true) {
  clearTimeout(glide);
  const from = { ...view },
    begun = performance.now(),
    time = slowly && !stillness.matches && base.cost < 40 ? 260 : 0;
  const step = () => {
    const part = time ? Math.min((performance.now() - begun) / time, 1) : 1,
      eased = part * (2 - part);
    for (const name of ["x", "y"]) view[name] = from[name] + (to[name] - from[name]) * eased;
    view.k = part < 1 ? from.k * (to.k / from.k) ** eased : to.k;
    standing = part < 1 ? performance.now() : 0;
    nextFrame();
    if (part < 1) glide = setTimeout(step, 12);
    else settled();
  };
  step();
}

function zoomBy(factor, px = view.w / 2, py = view.h / 2, slowly = false) {
  const k = Math.min(Math.max(view.k * factor, 0.02), 8);
  const x = view.x + (px - view.w / 2) * (1 / view.k - 1 / k),
    y = view.y + (py - view.h / 2) * (1 / view.k - 1 / k);
  if (slowly) moveCamera({ k, x, y });
  else {
    Object.assign(view, { k, x, y });
    standing = performance.now();
    nextFrame();
    settled();
  }
}

// Bring these marks into the window; all of them where none are named.
function fit(ids = null, slowly = true, most = 1.25) {
  resize();
  const wanted = (ids || [...scene.marks.keys()]).map((id) => scene.marks.get(id)).filter(Boolean);
  if (!wanted.length || !view.w) return;
  const reach = (mark) => (mark.kind === "bubble" ? mark.radius * 0.8 : 30);
  const left = Math.min(...wanted.map((m) => m.x - reach(m))),
    right = Math.max(...wanted.map((m) => m.x + reach(m)));
  const top = Math.min(...wanted.map((m) => m.y - reach(m))),
    bottom = Math.max(...wanted.map((m) => m.y + reach(m)));
  const head = $("above").offsetHeight + 16; // what stands above the drawing is not drawn over
  const k = Math.max(
    Math.min((view.w - 90) / Math.max(right - left, 1), (view.h - head - 36) / Math.max(bottom - top, 1), most),
    0.02,
  );
  moveCamera({ k, x: (left + right) / 2, y: (top + bottom) / 2 - (head - 20) / 2 / k }, slowly);
}

// The first sight: all of it, unless that would be a heap of marks; then as much as can be read, round the strongest.
function open() {
  fit(null, false);
  if (!view.w) return;
  const crowd = Math.sqrt((ROOM * scene.marks.size) / (view.w * view.h));
  if (scene.grouped || crowd <= 1) return;
  const first = [...scene.marks.values()].reduce((a, b) => (b.weight > a.weight ? b : a));
  moveCamera({ k: view.k * crowd, x: (view.x + 2 * first.x) / 3, y: (view.y + 2 * first.y) / 3 }, false);
}

// Only move where they cannot be seen or read as it is.
function bringIntoView(ids) {
  resize();
  const all = ids.map((id) => scene.marks.get(id)).filter(Boolean);
  const seen = all.every((mark) => {
    const x = view.w / 2 + (mark.x - view.x) * view.k,
      y = view.h / 2 + (mark.y - view.y) * view.k;
    return x > 20 && y > 20 && x < view.w - 20 && y < view.h - 30;
  });
  if (all.length && !(seen && view.k > 0.3)) fit(ids, true, Math.max(view.k, 0.8));
}
