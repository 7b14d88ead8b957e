// From marks and lines on the screen to strokes of a pen. There are two pens, canvas and SVG; both draw the same picture.

const DOTS = [1.5, 5];
const MOST_SIGNS = 400; // lines; with more no line bears a sign

// A line's curve on the screen: from the border of one mark to that of the other, bent to the left of where it goes.
function curveOf(line, marks) {
  const a = marks.get(line.from),
    b = marks.get(line.to);
  if (a === b) return null;
  const dx = b.sx - a.sx,
    dy = b.sy - a.sy,
    far = Math.hypot(dx, dy) || 1,
    bend = line.layer === "e" ? 0.26 : 0.13;
  const cx = (a.sx + b.sx) / 2 + (dy / far) * far * bend,
    cy = (a.sy + b.sy) / 2 - (dx / far) * far * bend;
  const [x0, y0] = border(a, cx, cy, 1),
    [x1, y1] = border(b, cx, cy, 2);
  return [x0, y0, cx, cy, x1, y1];
}

function border(mark, x, y, gap) {
  const dx = x - mark.sx,
    dy = y - mark.sy,
    far = Math.hypot(dx, dy) || 1;
  let reach = mark.r + gap;
  if (mark.kind === "box")
    reach =
      Math.min(mark.w / 2 / Math.max(Math.abs(dx / far), 1e-3), mark.h / 2 / Math.max(Math.abs(dy / far), 1e-3)) + gap;
  if (mark.kind === "diamond") reach = mark.r / Math.max((Math.abs(dx) + Math.abs(dy)) / far, 1) + gap;
  reach = Math.min(reach, far * 0.9);
  return [mark.sx + (dx / far) * reach, mark.sy + (dy / far) * reach];
}

function pointAt([x0, y0, cx, cy, x1, y1], t) {
  const u = 1 - t;
  return [u * u * x0 + 2 * u * t * cx + t * t * x1, u * u * y0 + 2 * u * t * cy + t * t * y1];
}

// The tip of an arrow, and the curve shortened so that it does not show through.
function arrow(curve, size) {
  const [, , cx, cy, x1, y1] = curve,
    dx = x1 - cx,
    dy = y1 - cy,
    far = Math.hypot(dx, dy) || 1;
  const ux = dx / far,
    uy = dy / far,
    bx = x1 - ux * size,
    by = y1 - uy * size,
    half = size * 0.46;
  return {
    tip: [x1, y1, bx - uy * half, by + ux * half, bx + uy * half, by - ux * half],
    curve: [...curve.slice(0, 4), bx + ux * 0.5, by + uy * 0.5],
  };
}

function paintLines(pen, lines, marks, { plain = false, scale = 1 } = {}) {
  const faint = { "-1": [], 0: [], 1: [] },
    aside = { "-1": [], 0: [], 1: [] },
    signs = [];
  for (const line of lines) {
    const curve = curveOf(line, marks);
    if (!curve) {
      pen.loop(marks.get(line.from), { color: toneOf(line.stance), width: Math.min(line.width, 4), alpha: 0.6 });
      continue;
    }
    line.curve = curve;
    if (line.weak && !plain) (line.aside ? aside : faint)[line.stance].push(curve);
    else signs.push(line);
  }
  const alpha = Math.min(Math.max(9 / Math.sqrt(lines.length), 0.16), 0.5);
  for (const stance of [0, -1, 1])
    if (aside[stance].length) pen.curves(aside[stance], { color: toneOf(stance), width: 1, alpha: 0.12 });
  for (const stance of [0, -1, 1])
    if (faint[stance].length) pen.curves(faint[stance], { color: toneOf(stance), width: 1, alpha });
  for (const line of signs) paintLine(pen, line, scale);
  if (signs.length <= MOST_SIGNS) for (const line of signs) paintSign(pen, line);
}

function paintLine(pen, line, scale) {
  const width = Math.max(line.width * scale, 1.1),
    { tip, curve } = arrow(line.curve, 5.5 + width * 1.35);
  const style = {
    color: toneOf(line.stance),
    width,
    alpha: line.stance ? 0.85 : 0.7,
    dash: line.stance ? null : DOTS.map((d) => d + (width - 1) * (d > 2 ? 1 : 0)),
  };
  pen.curves([curve], style);
  if (line.layer === "e" && width > 1.6) pen.curves([curve], { color: tones.paper, width: width * 0.42, alpha: 1 });
  pen.polygons([tip], { fill: style.color, alpha: style.alpha });
}

// The sign of the stance in the middle of its line, so that not only the colour tells; square on an event.
function paintSign(pen, line) {
  const [x0, y0, , , x1, y1] = line.curve;
  if (!line.stance || Math.hypot(x1 - x0, y1 - y0) < 46) return;
  const [x, y] = pointAt(line.curve, line.signed ?? 0.5),
    size = signSize(line),
    arm = size * 0.52;
  pen.shape(
    line.layer === "e" ? "square" : "dot",
    { sx: x, sy: y, r: size },
    { fill: toneOf(line.stance), stroke: tones.paper, width: 1.5 },
  );
  pen.curves([[x - arm, y, x, y, x + arm, y]], { color: tones.paper, width: size / 3, alpha: 1 });
  if (line.stance > 0) pen.curves([[x, y - arm, x, y, x, y + arm]], { color: tones.paper, width: size / 3, alpha: 1 });
}

const signSize = (line) => 4.6 + Math.min(line.width, 6) / 2;

// Signs keep off names and one another where their line has room for that.
function placeSigns(lines, marks, places) {
  const taken = new Taken();
  for (const { text } of marks) if (text?.box) taken.add(text.box);
  for (const mark of marks) taken.add(around(mark.sx, mark.sy, mark.w, mark.h, 0));
  for (const line of lines.toReversed()) {
    const curve = line.stance && curveOf(line, places);
    if (!curve) continue;
    const boxes = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73].map((t) => [
      t,
      around(...pointAt(curve, t), 2 * signSize(line), 2 * signSize(line), 1),
    ]);
    const [t, box] = boxes.find(([, box]) => taken.free(box)) || boxes[0];
    line.signed = t;
    taken.add(box);
  }
}

function paintMarks(pen, marks, chosen = null) {
  for (const mark of [...marks].reverse()) {
    const here = mark.id === chosen;
    if (mark.kind === "bubble")
      pen.shape("dot", mark, {
        fill: tones.bubble,
        stroke: here ? tones.accent : tones["bubble-line"],
        width: here ? 3.5 : 1.5,
      });
    else {
      const [fill, stroke] = tonesOf(mark.type);
      if (here)
        pen.shape(
          mark.kind,
          { ...mark, r: mark.r + 4, w: mark.w + 8, h: mark.h + 8 },
          { fill: tones.paper, stroke: tones.accent, width: 2.5 },
        );
      pen.shape(mark.kind, mark, { fill, stroke, width: 1.5 });
    }
  }
}

function paintLabels(pen, marks) {
  for (const mark of marks) {
    if (mark.kind === "bubble" && !mark.text?.inside && mark.r > 8) {
      const size = Math.min(mark.r * 0.62, 15);
      pen.text([String(mark.members)], mark.sx, mark.sy, size, { color: tones.soft, halo: null });
    }
    if (!mark.text) continue;
    const { lines, size, x, y, inside } = mark.text;
    const color = inside && mark.kind === "box" ? tones["state-ink"] : tones.ink;
    pen.text(lines, x, y, size, {
      color,
      halo: inside ? null : tones.paper,
      strong: strong(mark),
    });
  }
}

// The whole picture, from the back to the front.
function paint(pen, all, { marks, hulls, kin, lines }, view) {
  for (const hull of hulls) {
    const at = {
      sx: view.w / 2 + (hull.x - view.x) * view.k,
      sy: view.h / 2 + (hull.y - view.y) * view.k,
      r: hull.radius * view.k * 0.98,
    };
    pen.shape("dot", at, { fill: tones.hull, stroke: tones["bubble-line"], width: 1.2, dash: [5, 5] });
    if (at.r > 70)
      pen.text([hull.name[0]], at.sx, at.sy - at.r - 9, 12, { color: tones.soft, halo: tones.paper, strong: true });
  }
  const hairs = kin.map((pair) => curveOf({ ...pair, layer: "s" }, marks)).filter(Boolean);
  if (hairs.length) pen.curves(hairs, { color: tones["bubble-line"], width: 1, alpha: 0.55 });
  const signed = lines.filter((line) => !line.weak);
  if (signed.length <= MOST_SIGNS) placeSigns(signed, all, marks);
  paintLines(pen, lines, marks, { scale: Math.min(Math.max(view.k ** 0.4, 0.6), 1.3) });
  paintMarks(pen, all);
  paintLabels(pen, all);
}
