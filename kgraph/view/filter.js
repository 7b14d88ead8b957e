// What is left of the rows under the filters, counted: one tie for each layer, speaker and target ("s3>7").

const NO_FILTERS = {
  layers: ["s"],
  stances: [-1, 0, 1],
  act: "",
  kind: "",
  outlet: "",
  type: "",
  since: "",
  until: "",
  sure: 0,
};
const FILTERS = Object.keys(NO_FILTERS);

function passes(row, filter, anyDay = false) {
  if (!filter.layers.includes(row.layer)) return false;
  if (filter.act && row.act !== filter.act) return false;
  if (filter.kind && row.kind !== filter.kind) return false;
  if (filter.outlet && row.article.publisher !== filter.outlet) return false;
  if (filter.sure && row.sure < filter.sure) return false;
  if (
    filter.type &&
    ![...row.by, ...row.targets.map((target) => target.at)].some((at) => actors[at].type === filter.type)
  )
    return false;
  if (!anyDay && filter.since && !(row.day >= filter.since)) return false;
  if (!anyDay && filter.until && !(row.day && row.day.slice(0, 10) <= filter.until)) return false;
  // A statement without a target has no stance: it stays unless a stance is picked.
  return row.targets.length
    ? row.targets.some((target) => filter.stances.includes(target.stance))
    : filter.stances.length === 3;
}

function tally(filter) {
  const left = rows.filter((row) => passes(row, filter)),
    ties = new Map();
  for (const actor of actors) {
    actor.said = [];
    actor.about = [];
    actor.ties = [];
  }
  for (const row of left) {
    for (const by of row.by) actors[by].said.push(row);
    for (const { at, stance } of row.targets) {
      if (!filter.stances.includes(stance)) continue;
      actors[at].about.push(row);
      // Of those who met, each is with the others, and nobody with itself.
      for (const by of row.by) if (by !== at || row.layer === "s") count(ties, row, by, at, stance);
    }
  }
  for (const tie of ties.values()) {
    tie.stance = balance(tie.counts);
    actors[tie.by].ties.push(tie);
    if (tie.at !== tie.by) actors[tie.at].ties.push(tie);
  }
  return { rows: left, ties };
}

function count(ties, row, by, at, stance) {
  const key = `${row.layer}${by}>${at}`;
  let tie = ties.get(key);
  if (!tie) ties.set(key, (tie = { key, layer: row.layer, by, at, rows: [], counts: { "-1": 0, 0: 0, 1: 0 } }));
  tie.rows.push(row);
  tie.counts[stance] += 1;
}

const balance = (counts) => Math.sign(counts[1] - counts[-1]);
const byCount = (a, b) => b.rows.length - a.rows.length || (a.key < b.key ? -1 : 1);
const countsOf = ({ counts }) =>
  [-1, 0, 1]
    .filter((s) => counts[s])
    .map((s) => `${counts[s]} ${STANCES[s]}`)
    .join(", ");

// Shortest way from one actor to another along ties, whoever speaks; of several the one with most behind it.
function pathBetween(from, to) {
  const before = new Map([[from, null]]),
    queue = [from];
  for (let next = 0; next < queue.length && !before.has(to); next += 1) {
    const at = queue[next];
    for (const tie of [...actors[at].ties].sort(byCount)) {
      const other = tie.by === at ? tie.at : tie.by;
      if (!before.has(other)) {
        before.set(other, at);
        queue.push(other);
      }
    }
  }
  if (!before.has(to)) return null;
  const path = [];
  for (let at = to; at !== null; at = before.get(at)) path.unshift(at);
  return path;
}
