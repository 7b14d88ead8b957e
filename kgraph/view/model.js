// The data of the page: rows of numbers made into objects once, then filtered and counted as often as asked.

const data = JSON.parse(document.getElementById("kgraph-data").textContent);
const STANCES = { "-1": "negative", 0: "neutral", 1: "positive" };
const SIGNS = { "-1": "−", 0: "·", 1: "+" };
const KINDS = { Person: "person", State: "state", Organization: "organisation", Group: "group", Place: "place", Weapon: "weapon", Goods: "goods", Agreement: "agreement" };

const actors = data.actors.map(([id, label, type, wikidata, names, represents], at) => (
  { at, id, label, type, wikidata, names, represents, mark: data.labels[at], said: [], about: [] }));

const articles = data.articles.map(([stem, document, title, publisher, published, url]) => (
  { stem, document, title, publisher, published, url }));

const statements = data.statements.map(([tail, article, by, about, stances, act, kind, day, sure, passage, via = [], to = [], also = []]) => {
  const paper = articles[article];
  return {
    id: (paper.stem ? paper.stem + "/" : "") + tail, article: paper, by, sure, passage,
    targets: about.map((at, place) => ({ at, stance: stances[place] })),
    act: data.acts[act], kind: data.kinds[kind], day: day || paper.published,
    via, to, also,
  };
});
// What an article reports that somebody did is a second layer of the same page; its rows have a kind of their own.
const EVENT = "event";
const LAYERS = {
  statements: { one: "statement", lone: "who spoke, but of nobody in particular", of: "speaks of", on: "on", made: "Speaks of", met: "Is spoken of by", did: "What it said", had: "What is said about it", most: "Who speaks most of whom", sum: "Click a line for the words behind it, or an actor for all that it said and all that is said about it. Everything here is what a report says that somebody said.", count: (a) => `said ${a.said.length}, about ${a.about.length}`, columns: ["Day", "Speaker", "Act", "About (stance)", "What was said", "Outlet", "Article"] },
  events: { one: "event", lone: "who acted, but on nobody in particular", of: "acts on", on: "and", made: "Acts on", met: "Is acted on by", did: "What it did", had: "What was done to it", most: "Who acts most on whom", sum: "Click a line for the words behind it, or an actor for all that it did and all that was done to it. Everything here is what a report, or somebody in it, says was done; what several articles report is shown once.", count: (a) => `did ${a.said.length}, met with ${a.about.length}`, columns: ["Day", "Who", "Event", "To whom (kind)", "In the words of the article", "Outlet", "Article"] },
};
const words = () => LAYERS[filter.layer];
const inLayer = (statement) => (statement.kind === EVENT) === (filter.layer === "events");

// Newest first everywhere; what has no day comes last. Sorting is stable: else in the order of the articles.
statements.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));

const filter = { layer: "statements", stances: new Set([-1, 0, 1]), act: "", outlet: "", since: "", until: "" };

const quote = (statement) => statement.passage.filter((_, at) => at % 2).join(" … ");
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function passes(statement) {
  if (!inLayer(statement)) return false;
  if (filter.act && statement.act !== filter.act) return false;
  if (filter.outlet && statement.article.publisher !== filter.outlet) return false;
  if (filter.since && !(statement.day >= filter.since)) return false;
  if (filter.until && !(statement.day && statement.day.slice(0, 10) <= filter.until)) return false;
  // A statement without a target has no stance: it stays unless a stance is picked.
  return statement.targets.length ? statement.targets.some((t) => filter.stances.has(t.stance)) : filter.stances.size === 3;
}

// What is left of the statements: `rows`, and one tie for each pair of speaker and target, "3>7" -> counts.
function tally() {
  const rows = statements.filter(passes), ties = new Map();
  for (const actor of actors) { actor.said = []; actor.about = []; }
  for (const statement of rows) {
    for (const by of statement.by) actors[by].said.push(statement);
    for (const { at, stance } of statement.targets) {
      if (!filter.stances.has(stance)) continue;
      actors[at].about.push(statement);
      for (const by of statement.by) {
        if (by === at && statement.kind === EVENT) continue; // of those who met, each is on both sides
        const key = by + ">" + at;
        if (!ties.has(key)) ties.set(key, { key, by, at, rows: [], counts: { "-1": 0, 0: 0, 1: 0 } });
        const tie = ties.get(key);
        tie.rows.push(statement);
        tie.counts[stance] += 1;
      }
    }
  }
  for (const tie of ties.values()) tie.stance = Math.sign(tie.counts[1] - tie.counts[-1]);
  return { rows, ties };
}

const strength = (actor) => actor.said.length + actor.about.length;
const number = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many || one + "s"}`;
const countsOf = (tie) => [-1, 0, 1].filter((s) => tie.counts[s]).map((s) => `${tie.counts[s]} ${STANCES[s]}`).join(", ");
