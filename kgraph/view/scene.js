// What is to be drawn: marks (actors, or communities that are not opened) and lines between them, with their places on
// the sheet. Places come with the page; only a focus or a path is laid out here.

const THICKET = 260; // lines; above that only the strongest half as many are drawn in full
const RING = 130; // pixels between two rings of a focus
let now = tally(NO_FILTERS),
  scene = { marks: new Map(), lines: [], grouped: false };
const moved = new Map(); // where somebody dragged a mark to: it stays there

// The sheet is wider than high; in a window that is higher than wide it is laid on its side.
let upright = false;
const laid = ([x, y]) => (upright ? [y, x] : [x, y]);

const tiedActors = () => actors.filter((actor) => actor.ties.length && actor.place);

function makeScene(state) {
  const arranged = state.path ? pathPlaces(state.path) : state.focus.length ? ringPlaces(state.focus) : null;
  const tied = arranged ? [...arranged.keys()].map((at) => actors[at]) : tiedActors();
  const grouped = !arranged && groups.length > 0 && tied.length > data.limit;
  const lone = arranged ? [] : actors.filter((actor) => strength(actor) && !actor.ties.length);
  const roomy = !arranged && tied.length + lone.length <= Math.min(data.limit, data.alone);
  const marks = new Map(),
    home = new Map();
  for (const actor of roomy ? [...tied, ...lone.filter((one) => one.place)] : tied) {
    if (grouped && !state.open.includes(actor.group)) groupMark(marks, home, actor);
    else {
      const [x, y] = laid(arranged ? arranged.get(actor.at) : actor.place);
      home.set(actor.at, actor.at);
      marks.set(actor.at, {
        id: actor.at,
        x,
        y,
        kind: SHAPES[actor.type] || "square",
        type: actor.type,
        label: actor.label,
        weight: strength(actor),
      });
    }
  }
  for (const [id, place] of arranged ? [] : moved) if (marks.has(id)) Object.assign(marks.get(id), place);
  const lines = linesBetween(home, state);
  measure(marks, lines);
  const hulls = grouped
    ? state.open
        .map((at) => groups[at])
        .map((group) => {
          const [x, y] = laid([group.x, group.y]);
          return { ...group, x, y };
        })
    : [];
  // Where one looks into some communities, what passes between the others steps back.
  if (hulls.length && hulls.length < groups.length)
    for (const line of lines) if (line.from < 0 && line.to < 0) line.weak = line.aside = true;
  return {
    marks,
    lines,
    hulls,
    grouped,
    arranged: Boolean(arranged),
    left: roomy ? 0 : lone.length,
    kin: kinOf(marks),
  };
}

function groupMark(marks, home, actor) {
  const id = -1 - actor.group,
    group = groups[actor.group];
  home.set(actor.at, id);
  if (!marks.has(id)) {
    const [x, y] = laid([group.x, group.y]);
    marks.set(id, {
      id,
      x,
      y,
      kind: "bubble",
      type: "Community",
      label: group.name.join(", "),
      weight: 0,
      members: 0,
      radius: group.radius,
      group,
    });
  }
  marks.get(id).weight += strength(actor);
  marks.get(id).members += 1;
}

// One line for each layer and pair of marks; several ties make one line where a community stands for its members.
function linesBetween(home, state) {
  const lines = new Map(),
    path = state.path && pathBetween(...state.path);
  for (const tie of now.ties.values()) {
    const from = home.get(tie.by),
      to = home.get(tie.at);
    if (from === undefined || to === undefined || (from === to && from < 0)) continue;
    if (path && Math.abs(path.indexOf(tie.by) - path.indexOf(tie.at)) > 1) continue;
    const key = `${tie.layer}${from}>${to}`;
    if (!lines.has(key))
      lines.set(key, { key, layer: tie.layer, from, to, ties: [], counts: { "-1": 0, 0: 0, 1: 0 }, weight: 0 });
    const line = lines.get(key);
    line.ties.push(tie);
    for (const stance of [-1, 0, 1]) line.counts[stance] += tie.counts[stance];
    line.weight += tie.rows.length;
  }
  return [...lines.values()].sort((a, b) => a.weight - b.weight || (a.key < b.key ? -1 : 1));
}

function measure(marks, lines) {
  const most = Math.max(1, ...[...marks.values()].map((mark) => mark.weight));
  for (const mark of marks.values()) mark.share = Math.sqrt(mark.weight / most);
  const bubbles = [...marks.values()].filter((mark) => mark.kind === "bubble").length,
    full = Math.min(THICKET * 0.6, 40 + marks.size - 0.6 * bubbles),
    bold = lines.length > 2 * full ? lines.length - full : 0;
  const thickest = Math.max(8, ...lines.map((line) => line.weight));
  lines.forEach((line, at) => {
    line.stance = balance(line.counts);
    line.weak = at < bold;
    line.width = 1.3 + 6.5 * (Math.log2(line.weight) / Math.log2(thickest));
  });
}

// Hairlines from persons and groups to whom they speak for.
function kinOf(marks) {
  const kin = [];
  for (const id of marks.keys()) {
    if (id < 0) continue;
    for (const other of actors[id].represents) if (other !== id && marks.has(other)) kin.push({ from: id, to: other });
  }
  return kin;
}

// A focus: the actor in the middle, around it those with whom it has to do, those against to the left, those for to the
// right. Each further actor whose neighbours are shown stands outside with its own around it.
function ringPlaces([first, ...others]) {
  const places = new Map([[first, [0, 0]]]);
  fan(first, places, 0, 2 * Math.PI, 1);
  for (const at of others) {
    if (!places.has(at)) places.set(at, [RING * 5, 0]);
    const [x, y] = places.get(at),
      turn = Math.atan2(y, x);
    places.set(at, [x + 2.6 * RING * Math.cos(turn), y + 2.6 * RING * Math.sin(turn)]);
    fan(at, places, turn, 1.3 * Math.PI, 1);
  }
  return others.length ? apart(places) : places;
}

function fan(centre, places, turn, width, start) {
  const seen = new Map();
  for (const tie of actors[centre].ties) {
    const other = tie.by === centre ? tie.at : tie.by;
    if (other === centre || places.has(other)) continue;
    const found = seen.get(other) || { at: other, sum: 0, count: 0 };
    found.sum += tie.counts[1] - tie.counts[-1];
    found.count += tie.rows.length;
    seen.set(other, found);
  }
  const strongest = [...seen.values()].sort((a, b) => b.count - a.count || a.at - b.at).slice(0, data.limit);
  const [x, y] = places.get(centre);
  for (let ring = start; strongest.length; ring += 1) {
    const radius = RING * (ring + 0.25),
      room = Math.max(3, Math.floor((width * radius) / 118));
    const here = strongest.splice(0, room).sort((a, b) => Math.sign(a.sum) - Math.sign(b.sum) || b.count - a.count);
    // The seam is on the side away from where the fan looks; within a full ring it is at the bottom.
    const step = width / here.length,
      begin = width > 6 ? Math.PI / 2 + step / 2 : turn - width / 2 + step / 2;
    here.forEach(({ at }, place) => {
      const angle = begin + place * step + (ring % 2 ? 0 : step / 2);
      places.set(at, [x + 1.18 * radius * Math.cos(angle), y + 0.86 * radius * Math.sin(angle)]);
    });
  }
}

// Push what stands too near apart; few enough marks for the simplest way.
function apart(places) {
  const all = [...places.values()];
  for (let round = 0; round < 60; round += 1) {
    let busy = false;
    for (let a = 0; a < all.length; a += 1) {
      for (let b = a + 1; b < all.length; b += 1) {
        const dx = all[b][0] - all[a][0],
          dy = (all[b][1] - all[a][1]) * 1.8,
          far = Math.hypot(dx, dy) || 1;
        if (far > 105) continue;
        const push = (105 - far) / 2 / far;
        all[a][0] -= dx * push;
        all[b][0] += dx * push;
        all[a][1] -= (dy * push) / 1.8;
        all[b][1] += (dy * push) / 1.8;
        busy = true;
      }
    }
    if (!busy) break;
  }
  return places;
}

function pathPlaces(ends) {
  const path = pathBetween(...ends) || ends;
  return new Map(path.map((at, step) => [at, [step * 230, step % 2 ? 55 : -55]]));
}
