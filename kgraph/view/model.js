// The data of the page: rows of numbers made into objects, once. Statements and events are both "rows": somebody says or
// does something about or to others, in the words of an article.

const data = JSON.parse(document.getElementById("kgraph-data").textContent);
const STANCES = { "-1": "negative", 0: "neutral", 1: "positive" };
const SIGNS = { "-1": "−", 0: "·", 1: "+" };
const KINDS = {
  Person: "person",
  State: "state",
  Organization: "organisation",
  Group: "group",
  Place: "place",
  Weapon: "weapon",
  Agreement: "agreement",
};
const SHAPES = { Person: "dot", State: "box", Organization: "diamond", Group: "triangle" };
const LAYERS = { s: "statement", e: "event" };

const actors = data.actors.map(([id, label, type, wikidata, names = [], represents = [], offices = []], at) => ({
  at,
  id,
  label,
  type,
  wikidata,
  names,
  represents,
  offices,
  place: data.places[at] || null,
  group: null,
  said: [],
  about: [],
}));

const articles = data.articles.map(([stem, document, title, publisher, published, url]) => ({
  stem,
  document,
  title,
  publisher,
  published,
  url,
}));

// A community: its name is that of its strongest members, those on top of the list.
const groups = data.groups.map(([x, y, radius, members, namers], at) => {
  for (const member of members) actors[member].group = at;
  const name = namers ? members.slice(0, namers).map((member) => actors[member].label) : ["others, apart"];
  return { at, x, y, radius, members, name };
});

function rowsOf(table, layer) {
  return table.map(
    ([tail, article, by, about, stances, act, kind, day, sure, passage, via = [], to = [], also = []]) => {
      const paper = articles[article];
      return {
        layer,
        by,
        sure,
        passage,
        via,
        to,
        also,
        article: paper,
        id: paper.stem ? `${data.base}${LAYERS[layer]}/${paper.stem}/${tail}` : tail,
        targets: about.map((at, place) => ({ at, stance: stances[place] })),
        act: data.acts[act],
        kind: data.kinds[kind],
        day: day || paper.published,
      };
    },
  );
}

const statements = rowsOf(data.statements, "s"),
  events = rowsOf(data.events, "e");
// Newest first everywhere; what has no day comes last. Sorting is stable: else in the order of the articles.
const rows = [...statements, ...events].sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));

const byId = new Map(actors.map((actor) => [actor.id, actor.at]));
const quote = (row) => row.passage.filter((_, at) => at % 2).join(" … ");
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const number = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many || one + "s"}`;
const strength = (actor) => actor.said.length + actor.about.length;
