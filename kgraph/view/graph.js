// The drawing: vis-network on a canvas, places computed beforehand, nothing moves by itself.

const THEMES = {
  light: { ink: "#1c2430", paper: "#f6f7f9", state: ["#27364b", "#27364b"], person: ["#2a9d7c", "#1b6d56"], organization: ["#b76ba3", "#8a4379"], group: ["#e9c46a", "#a77f1c"], other: ["#ffffff", "#6b7480"], box: "#ffffff", "-1": "#cc4b12", 0: "#8b95a3", 1: "#1769c2" },
  dark: { ink: "#e8ecf1", paper: "#12161c", state: ["#d5dfec", "#d5dfec"], person: ["#3fbf98", "#8fe3c8"], organization: ["#cf8bbd", "#f0c3e4"], group: ["#e9c46a", "#fff0c2"], other: ["#12161c", "#9aa5b3"], box: "#12161c", "-1": "#ff8a4c", 0: "#7d8896", 1: "#62b0ff" },
};
const DASHES = { "-1": false, 0: [2, 6], 1: false };
const SHAPES = { Person: "dot", State: "box", Organization: "diamond", Group: "triangle" };
const THICKET = 300; // lines; above that only the strongest half as many are drawn in full
const darkness = matchMedia("(prefers-color-scheme: dark)");
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

const placed = new Map(data.network.nodes.map((node) => [node.id, node]));
const picked = new Set(); // actors asked for by name: drawn even when they are not among the strongest
let net = null, now = null, drawn = new Set(), lit = null;

const theme = () => THEMES[darkness.matches ? "dark" : "light"];
const tones = (actor) => theme()[actor.type.toLowerCase()] || theme().other;
const clear = (hex, part) => hex + Math.round(255 * part).toString(16).padStart(2, "0");

// The strongest actors that have a line under these filters, and those asked for with all around them.
function toDraw() {
  const tied = new Set();
  for (const tie of now.ties.values()) { tied.add(tie.by); tied.add(tie.at); }
  const strongest = [...tied].sort((a, b) => strength(actors[b]) - strength(actors[a]) || (placed.has(b) - placed.has(a)) || (actors[a].id < actors[b].id ? -1 : 1));
  const chosen = new Set(strongest.slice(0, data.limit));
  // Who spoke of nobody in particular has no line; on a small sheet there is room all the same.
  const lone = actors.filter((actor) => strength(actor) && !tied.has(actor.at)).map((actor) => actor.at);
  const roomy = tied.size + lone.length <= Math.min(data.limit, data.alone);
  if (roomy) for (const at of lone) chosen.add(at);
  for (const at of picked) {
    chosen.add(at);
    for (const tie of now.ties.values()) if (tie.by === at || tie.at === at) { chosen.add(tie.by); chosen.add(tie.at); }
  }
  return { chosen, tied: tied.size, left: roomy ? 0 : lone.length };
}

// An actor that has no place yet gets the free one nearest to its strongest neighbour.
function place(at) {
  const actor = actors[at], lines = actor.mark.split("\n");
  const box = [Math.max(...lines.map((line) => line.length)) * 8 + 24, lines.length * 16 + 30];
  const near = [...now.ties.values()].filter((tie) => tie.by === at || tie.at === at).sort(byCount).map((tie) => placed.get(tie.by === at ? tie.at : tie.by)).find(Boolean) || { x: 0, y: 0 };
  const others = [...placed.values()];
  for (let step = 0; ; step += 1) {
    const turn = 0.6 * Math.sqrt(step), x = Math.round(near.x + 26 * turn * Math.cos(turn)), y = Math.round(near.y + 20 * turn * Math.sin(turn));
    if (others.some((o) => Math.abs(o.x - x) < (o.box[0] + box[0]) / 2 + 14 && Math.abs(o.y - y) < (o.box[1] + box[1]) / 2 + 14)) continue;
    placed.set(at, { id: at, label: actor.mark, shape: SHAPES[actor.type] || "square", x, y, box, size: 8 });
    return;
  }
}

// Places are those of the whole box, mark and label below it; vis-network wants that of the mark.
const lift = (at) => (actors[at].type === "State" ? 0 : placed.get(at).box[1] / 2 - placed.get(at).size);

// Somebody dragged an actor: it stays there.
function keepPlace(at) {
  const { x, y } = net.getPosition(at);
  Object.assign(placed.get(at), { x, y: y + lift(at) });
}

function nodeOf(at, most) {
  const actor = actors[at], node = placed.get(at), share = data.grow * Math.sqrt(strength(actor) / most), [fill, edge] = tones(actor);
  const dim = lit && !lit.has(at), state = actor.type === "State";
  const ink = state && (!dim || lit.pair) ? theme().box : theme().ink;
  return {
    id: at, label: node.label, shape: node.shape, x: node.x, y: node.y - lift(at), size: Math.round(7 + 17 * share), opacity: dim ? (lit.pair ? 0.45 : 0.2) : 1,
    color: { background: fill, border: edge, highlight: { background: fill, border: theme().ink }, hover: { background: fill, border: theme().ink } },
    font: { size: Math.round(13 + 11 * share), color: dim ? clear(ink, lit.pair ? 0.75 : 0.35) : ink, strokeColor: dim ? clear(theme().paper, 0) : theme().paper, strokeWidth: state ? 0 : 4, vadjust: state ? 0 : -2 },
  };
}

function edgeOf(tie, weak) {
  const dim = lit && !(lit.has(tie.by) && lit.has(tie.at) && (lit.pair ? lit.pair === tie.key : tie.by === lit.centre || tie.at === lit.centre));
  const color = theme()[tie.stance], width = Math.min(1.5 + 1.7 * Math.log2(tie.rows.length), 11) * Math.sqrt(data.grow);
  return {
    id: tie.key, from: tie.by, to: tie.at, stance: tie.stance, width, dashes: DASHES[tie.stance], hoverWidth: 1, selectionWidth: 2,
    bare: dim || (weak && !lit), color: { color, highlight: color, hover: color, opacity: dim ? (lit.pair ? 0.3 : 0.1) : weak && !lit ? 0.2 : 0.85 },
    arrows: { to: { enabled: true, scaleFactor: Math.max(0.38, 0.75 - width / 24) } },
  };
}

// Somewhere near the middle of a line where no actor stands; in a thicket just the middle.
function middle(edge, busy) {
  const points = [0.5, 0.42, 0.58, 0.34, 0.66].map((part) => edge.edgeType.getPoint(part));
  return points.find(({ x, y }) => !busy.some((box) => Math.abs(box.x - x) < box.w && Math.abs(box.y - y) < box.h)) || points[0];
}

// The sign of its stance in the middle of each line, so that not only the colour tells.
function drawSigns(canvas) {
  const radius = Math.min(Math.max(6.5, 5.5 / net.getScale()), 8 * data.grow);
  const bodies = net.edges.length > 500 ? [] : net.nodes.getIds().map((at) => net.body.nodes[at]).filter(Boolean);
  const busy = bodies.map(({ id, x, y }) => ({ x, y: y + lift(id), w: placed.get(id).box[0] / 2 + 4, h: placed.get(id).box[1] / 2 + 4 }));
  canvas.save();
  canvas.lineCap = "round";
  net.edges.forEach(({ id, stance, bare, width }) => {
    const edge = net.body.edges[id];
    if (!stance || bare || !edge || !edge.connected) return;
    const size = radius + Math.min(width, 6) / 3, { x, y } = middle(edge, busy);
    canvas.beginPath();
    canvas.arc(x, y, size, 0, 2 * Math.PI);
    canvas.fillStyle = theme()[stance];
    canvas.strokeStyle = theme().paper;
    canvas.lineWidth = 1.5;
    canvas.fill();
    canvas.stroke();
    canvas.beginPath();
    canvas.moveTo(x - size * 0.5, y);
    canvas.lineTo(x + size * 0.5, y);
    if (stance > 0) { canvas.moveTo(x, y - size * 0.5); canvas.lineTo(x, y + size * 0.5); }
    canvas.lineWidth = size / 3.2;
    canvas.stroke();
  });
  canvas.restore();
}

// Bring the drawing in line with the filters, the theme and what is lit; only what changed is touched.
function draw() {
  const { chosen, tied, left } = toDraw(), ties = [...now.ties.values()].filter((tie) => chosen.has(tie.by) && chosen.has(tie.at));
  for (const at of chosen) if (!placed.has(at)) place(at);
  const most = Math.max(1, ...[...chosen].map((at) => strength(actors[at])));
  const keys = new Set(ties.map((tie) => tie.key));
  net.edges.remove(net.edges.getIds().filter((key) => !keys.has(key)));
  net.nodes.remove(net.nodes.getIds().filter((at) => !chosen.has(at)));
  net.nodes.update([...chosen].map((at) => nodeOf(at, most)));
  // In a thicket the strongest lines stand out, and the others step back until somebody points at an actor.
  const strong = new Set(ties.length > THICKET ? [...ties].sort(byCount).slice(0, THICKET / 2) : ties);
  net.edges.update(ties.map((tie) => edgeOf(tie, !strong.has(tie))));
  drawn = chosen;
  notice(chosen.size, tied, left);
}

function notice(count, tied, left) {
  const lines = [];
  if (tied > count) lines.push(`Drawn: the ${count} strongest of ${tied.toLocaleString("en")} actors. For the rest narrow the filters, search a name, or open the table.`);
  if (left) lines.push(`Not drawn: ${number(left, "actor")} ${words().lone}. The search and the table have them.`);
  $("notice").textContent = count ? lines.join(" ") : `No ${words().one}s under these filters.`;
  $("notice").hidden = !$("notice").textContent;
}

function light(centre, pair = null) {
  const around = centre === null ? null : new Set([centre]);
  if (around) {
    for (const tie of now.ties.values()) {
      if (pair ? tie.key === pair : tie.by === centre || tie.at === centre) { around.add(tie.by); around.add(tie.at); }
    }
    Object.assign(around, { centre, pair });
  }
  lit = around;
  draw();
}

// Whole graph; where that would make names too small to read (a phone), the strongest actor at a readable size.
function fit() {
  net.fit({ animation: false });
  net.moveTo({ scale: net.getScale() * 1.03 }); // vis-network leaves more room around than is needed
  const least = innerWidth < 700 ? 0.5 : 0.15;
  if (net.getScale() >= least || !drawn.size) return;
  const first = [...drawn].reduce((a, b) => (strength(actors[b]) > strength(actors[a]) ? b : a));
  net.moveTo({ position: net.getPosition(first), scale: least });
}

// Bring these actors into view, unless they all are and can be read.
function goTo(wanted) {
  net.setSize(); // the panel may have taken room from it
  const ats = wanted.filter((at) => drawn.has(at));
  const { clientWidth, clientHeight } = $("canvas"), edge = 12;
  const seen = ats.every((at) => {
    const { x, y } = net.canvasToDOM(net.getPosition(at));
    return x > edge && y > edge && x < clientWidth - edge && y < clientHeight - edge;
  });
  if (seen && net.getScale() > 0.5) return;
  net.fit({ nodes: ats, maxZoomLevel: 1.1, animation: stillness.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
}

const zoom = (by) => net.moveTo({ scale: Math.min(Math.max(net.getScale() * by, 0.05), 6) });

function start() {
  const nodes = new vis.DataSet([]), edges = new vis.DataSet([]);
  net = new vis.Network($("canvas"), { nodes, edges }, {
    ...JSON.parse(data.options),
    interaction: { hover: true, hideEdgesOnDrag: statements.length > 3000, keyboard: { enabled: true, bindToWindow: false }, selectConnectedEdges: false },
    nodes: { borderWidth: 1.5, borderWidthSelected: 3, margin: { top: 7, bottom: 7, left: 9, right: 9 }, shapeProperties: { borderRadius: 5 }, font: { face: "system-ui, sans-serif" } },
    edges: { smooth: { enabled: true, type: "curvedCW", roundness: 0.14 }, arrowStrikethrough: false, selfReference: { size: 22 } },
  });
  Object.assign(net, { nodes, edges });
  net.on("afterDrawing", drawSigns);
}
