// Taking away: the picture as PNG and SVG, the statements as CSV, the graph as GEXF, the view as a link.

const NAME = "kgraph";

function give(content, kind, suffix) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: kind }));
  const link = make("a", { href: url, download: `${NAME}${suffix}` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 30000);
}

function asSvg() {
  const drawn = new SvgPen(view.w, view.h),
    all = project(scene.marks.values(), view, state.text);
  const seen = all.filter((mark) => onScreen(mark, 0, 0));
  paint(drawn, seen, { ...scene, lines: scene.lines.filter((line) => crosses(line, 0, 0)) }, view);
  return drawn.toString();
}

function savePng() {
  const canvas = make("canvas"),
    context = canvas.getContext("2d");
  Object.assign(canvas, { width: view.w * 2, height: view.h * 2 });
  context.fillStyle = tones.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(2, 2);
  const all = project(scene.marks.values(), view, state.text);
  paint(
    new CanvasPen(context),
    all.filter((mark) => onScreen(mark, 0, 0)),
    scene,
    view,
  );
  canvas.toBlob((blob) => give(blob, "image/png", ".png"), "image/png");
}

// A cell that a spreadsheet would run as a formula is kept from it by an apostrophe.
const cell = (value) => {
  const text = String(value ?? ""),
    safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

function asCsv() {
  const head = [
    "layer",
    "date",
    "speaker",
    "speaker_id",
    "act",
    "kind",
    "target",
    "target_id",
    "stance",
    "content",
    "sentence",
    "title",
    "published",
    "publisher",
    "document",
    "url",
    "confidence",
    "id",
  ];
  const iri = (at) => (actors[at].id.includes("://") ? actors[at].id : data.base + actors[at].id);
  const lines = now.rows.flatMap((row) =>
    (row.targets.length ? row.targets : [null]).map((target) => [
      LAYERS[row.layer],
      row.day,
      row.by.map((at) => actors[at].label).join("; "),
      row.by.map(iri).join(" "),
      row.act,
      row.kind,
      target && actors[target.at].label,
      target && iri(target.at),
      target && STANCES[target.stance],
      quote(row),
      row.passage.join(""),
      row.article.title,
      row.article.published,
      row.article.publisher,
      row.article.document,
      row.article.url,
      row.sure < 0 ? "" : row.sure / 100,
      row.id,
    ]),
  );
  return "\ufeff" + [head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

// The actors and ties under the filters, or of the focus or path, with places and counts: for Gephi and networkx.
function asGexf() {
  const only = scene.arranged ? new Set(scene.marks.keys()) : null;
  const ties = [...now.ties.values()].filter((tie) => !only || (only.has(tie.by) && only.has(tie.at))),
    drawn = new Set(ties.flatMap((tie) => [tie.by, tie.at]));
  const values = (pairs) =>
    `<attvalues>${pairs.map(([name, value]) => `<attvalue for="${name}" value="${xml(value)}"/>`).join("")}</attvalues>`;
  const nodes = [...drawn].map((at) => {
    const actor = actors[at],
      [x, y] = actor.place || [0, 0];
    return `<node id="${at}" label="${xml(actor.label)}">${values([
      ["iri", actor.id.includes("://") ? actor.id : data.base + actor.id],
      ["type", actor.type],
      ["said", actor.said.length],
      ["about", actor.about.length],
    ])}<viz:position x="${x}" y="${-y}" z="0"/></node>`;
  });
  const edges = ties.map(
    (tie, at) =>
      `<edge id="${at}" source="${tie.by}" target="${tie.at}" weight="${tie.rows.length}">${values([
        ["layer", LAYERS[tie.layer]],
        ["stance", STANCES[tie.stance]],
        ["negative", tie.counts[-1]],
        ["neutral", tie.counts[0]],
        ["positive", tie.counts[1]],
      ])}</edge>`,
  );
  const attributes = (kind, all) =>
    `<attributes class="${kind}">${all.map(([name, type]) => `<attribute id="${name}" title="${name}" type="${type}"/>`).join("")}</attributes>`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3"><meta><creator>kgraph</creator><description>${xml(data.title)}</description></meta><graph defaultedgetype="directed">` +
    attributes("node", [
      ["iri", "string"],
      ["type", "string"],
      ["said", "integer"],
      ["about", "integer"],
    ]) +
    attributes("edge", [
      ["layer", "string"],
      ["stance", "string"],
      ["negative", "integer"],
      ["neutral", "integer"],
      ["positive", "integer"],
    ]) +
    `<nodes>${nodes.join("")}</nodes><edges>${edges.join("")}</edges></graph></gexf>\n`
  );
}

// Where the browser gives no clipboard (a frame of a notebook), the text is shown to be copied by hand.
async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    say("Copy the text that is selected.");
    return false;
  }
  return true;
}

async function copyLink() {
  const address = location.href.split("#")[0] + "#" + encode(true);
  if (!(await copy(address, "The link is copied."))) prompt("Link to this view", address);
}

const SAVERS = {
  png: savePng,
  svg: () => give(asSvg(), "image/svg+xml", ".svg"),
  csv: () => give(asCsv(), "text/csv;charset=utf-8", ".csv"),
  gexf: () => give(asGexf(), "application/gexf+xml", ".gexf"),
  link: copyLink,
};
