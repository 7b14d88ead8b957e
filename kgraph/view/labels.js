// Labels that never overlap: the strongest takes its place first, and who finds none goes without until one zooms in.

const CELL = 70;
const FACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const ruler = document.createElement("canvas").getContext("2d");
const widths = new Map();

// Width of a line of text at 1 pixel; measured once, at 50.
function widthOf(text) {
  if (!widths.has(text)) {
    ruler.font = `500 50px ${FACE}`;
    widths.set(text, ruler.measureText(text).width / 50);
  }
  return widths.get(text);
}

// At most three lines of about 18 characters, as Python measures them.
const broken = new Map();
function wrap(label) {
  if (broken.has(label)) return broken.get(label);
  const lines = [];
  for (let word of label.split(/\s+/).filter(Boolean)) {
    if (lines.length && lines.at(-1).length + word.length < 18) lines[lines.length - 1] += " " + word;
    else for (; word; word = word.slice(18)) lines.push(word.slice(0, 18));
  }
  const kept = lines.length > 3 ? [...lines.slice(0, 2), lines[2].slice(0, 16) + " …"] : lines.length ? lines : ["?"];
  broken.set(label, kept);
  return kept;
}

// Boxes that are taken, in a grid, so that only near ones are compared.
class Taken {
  constructor() {
    this.cells = new Map();
  }

  *cellsOf(box) {
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
      for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) yield x * 4096 + y;
    }
  }

  add(box) {
    for (const key of this.cellsOf(box)) {
      if (this.cells.has(key)) this.cells.get(key).push(box);
      else this.cells.set(key, [box]);
    }
  }

  free(box) {
    for (const key of this.cellsOf(box)) {
      for (const other of this.cells.get(key) || []) {
        if (box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top)
          return false;
      }
    }
    return true;
  }
}

const around = (x, y, width, height, gap = 2) => ({
  left: x - width / 2 - gap,
  right: x + width / 2 + gap,
  top: y - height / 2 - gap,
  bottom: y + height / 2 + gap,
});

// Sizes and places on the screen, and a label for each mark that has room for one. `view` is the camera.
function project(all, view, textSize) {
  const grow = Math.min(Math.max(Math.sqrt(view.k), 0.36), 1.5),
    taken = new Taken();
  const marks = [...all].sort((a, b) => b.share - a.share || b.id - a.id);
  for (const mark of marks) {
    mark.sx = view.w / 2 + (mark.x - view.x) * view.k;
    mark.sy = view.h / 2 + (mark.y - view.y) * view.k;
    mark.text = null;
    const font = (11.5 + 6 * mark.share) * textSize * Math.min(Math.max(view.k ** 0.25, 0.85), 1.2);
    if (mark.kind === "bubble") placeBubble(mark, view, textSize, taken);
    else if (mark.kind === "box") placeState(mark, font, grow, taken, view);
    else placePerson(mark, font, grow, taken, view);
  }
  for (const mark of marks)
    if (mark.kind === "bubble" && !mark.text)
      beside(mark, wrap(mark.group.name[0]), (10.5 + 3.5 * mark.share) * textSize, taken, view);
  return marks;
}

function placeBubble(mark, view, textSize, taken) {
  mark.r = Math.max(mark.radius * view.k * 0.8, 9);
  const size = Math.min(Math.max(mark.r / 4.6, 11), 22) * textSize;
  const lines = [
    ...mark.group.name.slice(0, 2).map((name) => (name.length > 20 ? name.slice(0, 19) + "…" : name)),
    `${mark.members} actors`,
  ];
  const wide = Math.max(...lines.map(widthOf)) * size;
  mark.w = mark.h = 2 * mark.r;
  taken.add(around(mark.sx, mark.sy, 1.5 * mark.r, 1.5 * mark.r)); // names may touch a circle's rim, not its number
  if (wide < 1.9 * mark.r && 3.6 * size < 1.8 * mark.r)
    mark.text = { lines, size, x: mark.sx, y: mark.sy, inside: true };
}

function placeState(mark, font, grow, taken, view) {
  const lines = wrap(mark.label),
    wide = Math.max(...lines.map(widthOf)) * font + font * 1.1,
    high = lines.length * font * 1.18 + font * 0.8;
  if (taken.free(around(mark.sx, mark.sy, wide, high))) {
    Object.assign(mark, {
      w: wide,
      h: high,
      r: high / 2,
      text: { lines, size: font, x: mark.sx, y: mark.sy, inside: true },
    });
  } else {
    Object.assign(mark, { w: 16 * grow, h: 11 * grow, r: 7 * grow });
    beside(mark, lines, font, taken, view);
  }
  taken.add(around(mark.sx, mark.sy, mark.w, mark.h));
}

function placePerson(mark, font, grow, taken, view) {
  mark.r = (4.5 + 13 * mark.share) * grow;
  mark.w = mark.h = 2 * mark.r;
  const own = around(mark.sx, mark.sy, mark.w, mark.h, 0);
  beside(mark, wrap(mark.label), font, taken, view);
  taken.add(own);
}

const strong = (mark) => mark.share > (mark.kind === "bubble" ? 0.35 : 0.55);

// Below the mark, else to its right, above it, or to its left.
function beside(mark, lines, size, taken, view) {
  const wide = Math.max(...lines.map(widthOf)) * size * (strong(mark) ? 1.07 : 1) + 4,
    high = lines.length * size * 1.18,
    gap = mark.r + 3;
  const places = [
    [mark.sx, mark.sy + gap + high / 2],
    [mark.sx + gap + wide / 2, mark.sy],
    [mark.sx, mark.sy - gap - high / 2],
    [mark.sx - gap - wide / 2, mark.sy],
  ];
  for (const [x, y] of places) {
    const box = around(x, y, wide, high, 1);
    const cut = mark.sx > 0 && mark.sx < view.w && (box.left < 0 || box.right > view.w); // half a name is none
    if (cut || !taken.free(box)) continue;
    taken.add(box);
    mark.text = { lines, size, x, y, inside: false, box };
    return;
  }
}
