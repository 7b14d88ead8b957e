// The panel beside the graph: an overview, an actor, a line, a community, or a path.

const tieRow = (tie, text) =>
  make(
    "li",
    {},
    make(
      "button",
      { type: "button", class: "tie", onclick: () => choose({ line: tie.key }) },
      make(
        "span",
        { class: "tie-line" },
        sign(tie.stance),
        make("span", {}, ...text),
        tie.layer === "e" ? make("span", { class: "tag" }, "events") : null,
        make("span", { class: "count" }, String(tie.rows.length)),
      ),
      bar(tie.counts),
    ),
  );

function tieList(heading, ties, text, most = 8) {
  if (!ties.length) return [];
  const rest = ties.slice(most),
    list = make("ul", { class: "ties" }, ...ties.slice(0, most).map((tie) => tieRow(tie, text(tie))));
  const more = button(
    `${rest.length} more`,
    () => {
      list.append(...rest.map((tie) => tieRow(tie, text(tie))));
      more.remove();
    },
    { class: "quiet more" },
  );
  return [make("h3", {}, heading), list, ...(rest.length ? [more] : [])];
}

const presence = (actor) =>
  `${state.layers.includes("e") ? "by it" : "said"} ${actor.said.length}, about ${actor.about.length}`;
const pairOf = (tie) => [told(actors[tie.by].label), tie.layer === "e" ? " to " : " on ", told(actors[tie.at].label)];
const closing = () =>
  make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => choose({}) }, "×");
const heading = (...parts) => make("h2", { tabindex: "-1" }, ...parts);
const groupName = (group) => group.name.slice(0, 2).join(", ") + (group.members.length > 2 ? " and others" : "");

function fillPanel(...children) {
  $("panel").replaceChildren(...children.filter((child) => child !== null));
  $("panel").scrollTop = 0;
}

function showPanel() {
  const line = state.line && lineOf(state.line);
  if (state.actor !== null) actorPanel(actors[state.actor]);
  else if (line) linePanel(line);
  else if (state.group !== null) groupPanel(groups[state.group]);
  else if (state.path) pathPanel(state.path);
  else overviewPanel();
}

function overviewPanel() {
  const loud = actors
    .filter(strength)
    .sort((a, b) => strength(b) - strength(a) || a.at - b.at)
    .slice(0, 10);
  fillPanel(
    heading("Overview"),
    make(
      "p",
      { class: "sum" },
      "Click a line for the words behind it, or an actor for all that it said and all that is said about it. Everything here is what a report says that somebody said.",
    ),
    scene.left && now.rows.length
      ? make(
          "p",
          { class: "sum", id: "left-out" },
          `Not drawn: ${number(scene.left, "actor")} who spoke of nobody in particular. The search and the table have them.`,
        )
      : null,
    ...(loud.length
      ? [
          make("h3", {}, "Most present"),
          make(
            "ul",
            { class: "loud" },
            ...loud.map((actor) =>
              make("li", {}, actorButton(actor.at), make("span", { class: "count" }, presence(actor))),
            ),
          ),
        ]
      : []),
    ...tieList(
      state.layers.includes("e") ? "Who has most to do with whom" : "Who speaks most of whom",
      [...now.ties.values()].sort(byCount),
      pairOf,
      10,
    ),
  );
}

function whoIs(actor) {
  const facts = [
    KINDS[actor.type] || "actor",
    ...(actor.represents.length ? ["speaks for " + actor.represents.map((at) => actors[at].label).join(", ")] : []),
  ];
  const wikidata = /^Q\d+$/.test(actor.wikidata)
    ? source("https://www.wikidata.org/wiki/" + actor.wikidata, actor.wikidata)
    : null;
  const listed = (title, words) =>
    words.length
      ? make("p", { class: "names" }, title, ...words.flatMap((word, at) => [at ? "; " : "", told(word)]))
      : null;
  return [
    make("p", { class: "sum" }, told(facts.join(", ")), wikidata ? " · Wikidata " : null, wikidata),
    listed("Offices, as the articles say: ", actor.offices),
    listed("Called: ", actor.names),
  ];
}

function doings(actor) {
  const shown = state.focus.includes(actor.at),
    finder = make("div", { class: "finder", hidden: "" });
  const ways = [
    button(shown ? "Leave focus" : "Focus", () => focusOn(actor.at), {
      "aria-pressed": String(shown),
      title: "Only this actor and those with whom it has to do",
    }),
    state.focus.length && state.focus[0] !== actor.at
      ? button(shown ? "Collapse neighbours" : "Expand neighbours", () => expand(actor.at))
      : null,
    button("Path to …", () => {
      finder.hidden = false;
      if (!finder.childElementCount) finder.append(...completion("Path to", (to) => findPath(actor.at, to)));
      finder.querySelector("input").focus();
    }),
    scene.grouped && actor.group !== null
      ? button(state.open.includes(actor.group) ? "Close its community" : "Open its community", () =>
          toggleGroup(actor.group),
        )
      : null,
  ];
  return [make("p", { class: "doings" }, ...ways), finder];
}

function actorPanel(actor) {
  const ties = [...actor.ties].sort(byCount),
    nothing = () => make("p", { class: "sum" }, "Nothing under these filters.");
  const [done, met] =
    actor.said.some((row) => row.layer === "e") || actor.about.some((row) => row.layer === "e")
      ? ["said or did", "is said about it or done to it"]
      : ["said", "is said about it"];
  fillPanel(
    closing(),
    heading(glyph(actor.type), told(actor.label)),
    ...whoIs(actor),
    ...doings(actor),
    ...months(actor),
    ...tieList(
      "Speaks of",
      ties.filter((tie) => tie.by === actor.at),
      (tie) => [told(actors[tie.at].label)],
    ),
    ...tieList(
      "Is spoken of by",
      ties.filter((tie) => tie.at === actor.at),
      (tie) => [told(actors[tie.by].label)],
    ),
    make("h3", {}, `What it ${done} (${actor.said.length})`),
    ...(actor.said.length ? cards(actor.said) : [nothing()]),
    make("h3", {}, `What ${met} (${actor.about.length})`),
    ...(actor.about.length ? cards(actor.about) : [nothing()]),
  );
}

// By month: what it said above the line, what is said about it below.
function months(actor) {
  const counts = new Map();
  const add = (row, side) => {
    const month = row.day.slice(0, 7);
    if (month) {
      const found = counts.get(month) || [0, 0];
      found[side] += 1;
      counts.set(month, found);
    }
  };
  actor.said.forEach((row) => add(row, 0));
  actor.about.forEach((row) => add(row, 1));
  if (counts.size < 2) return [];
  const all = monthsBetween([...counts.keys()].sort()[0], [...counts.keys()].sort().at(-1)),
    most = Math.max(...[...counts.values()].flat());
  const bars = all.flatMap((month, at) =>
    (counts.get(month) || [0, 0]).map((count, side) =>
      makeSvg("rect", {
        class: side ? "m-about" : "m-said",
        x: at,
        width: 0.82,
        y: side ? 20.5 : 20 - (19 * count) / most,
        height: (19 * count) / most,
      }),
    ),
  );
  const chart = makeSvg(
    "svg",
    {
      class: "months",
      viewBox: `0 0 ${all.length} 40`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": `By month, ${all[0]} to ${all.at(-1)}: ${presence(actor)}`,
    },
    ...bars,
  );
  return [
    make("h3", {}, "By month"),
    chart,
    make(
      "p",
      { class: "span soft" },
      make("span", {}, all[0]),
      make("span", {}, "above: said · below: about it"),
      make("span", {}, all.at(-1)),
    ),
  ];
}

function monthsBetween(first, last) {
  const all = [];
  for (let [year, month] = first.split("-").map(Number); all.length < 1200; month += 1) {
    if (month > 12) {
      month = 1;
      year += 1;
    }
    all.push(`${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`);
    if (all.at(-1) >= last) break;
  }
  return all;
}

const lineOf = (key) =>
  scene.lines.find((line) => line.key === key) || (now.ties.has(key) ? lineFromTie(now.ties.get(key)) : null);
const lineFromTie = (tie) => ({ ...tie, from: tie.by, to: tie.at, ties: [tie] });

function linePanel(line) {
  const end = (id) => (id < 0 ? button(groupName(groups[-1 - id]), () => choose({ group: -1 - id })) : actorButton(id));
  const found = line.ties.flatMap((tie) => tie.rows),
    all =
      line.ties.length > 1 ? [...new Set(found)].sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0)) : found;
  const back = lineOf(`${line.layer}${line.to}>${line.from}`),
    word = line.layer === "e" ? ["event", "does to"] : ["statement", "speaks of"];
  fillPanel(
    closing(),
    make(
      "h2",
      { class: "pair", tabindex: "-1" },
      end(line.from),
      make("span", { class: "arrow" }, word[1]),
      end(line.to),
    ),
    make("p", { class: "sum" }, `${number(all.length, word[0])}: ${countsOf(line)}`),
    bar(line.counts),
    ...(back && back.key !== line.key
      ? [
          make(
            "p",
            { class: "doings" },
            button(
              `In return: ${number(
                back.ties.reduce((sum, tie) => sum + tie.rows.length, 0),
                word[0],
              )}`,
              () => choose({ line: back.key }),
            ),
          ),
        ]
      : []),
    ...(line.ties.length > 1 ? tieList("Between whom", [...line.ties].sort(byCount), pairOf, 6) : []),
    ...cards(all, new Set(line.ties.map((tie) => tie.at))),
  );
}

function groupPanel(group) {
  const here = group.members
    .map((at) => actors[at])
    .filter(strength)
    .sort((a, b) => strength(b) - strength(a) || a.at - b.at);
  const inside = [...now.ties.values()]
    .filter((tie) => actors[tie.by].group === group.at && actors[tie.at].group === group.at)
    .sort(byCount);
  fillPanel(
    closing(),
    heading(told(groupName(group))),
    make(
      "p",
      { class: "sum" },
      `A community of ${number(here.length, "actor")} who have more to do with one another than with the rest.`,
    ),
    make(
      "p",
      { class: "doings" },
      scene.grouped ? button(state.open.includes(group.at) ? "Close" : "Open", () => toggleGroup(group.at)) : null,
    ),
    make("h3", {}, "Most present"),
    make(
      "ul",
      { class: "loud" },
      ...here
        .slice(0, 40)
        .map((actor) => make("li", {}, actorButton(actor.at), make("span", { class: "count" }, presence(actor)))),
    ),
    ...tieList("Who speaks of whom in it", inside, pairOf, 12),
  );
}

function pathPanel(ends) {
  const path = pathBetween(...ends);
  const steps = path
    ? path
        .slice(1)
        .map((at, step) =>
          [...now.ties.values()]
            .filter((tie) => (tie.by === at && tie.at === path[step]) || (tie.at === at && tie.by === path[step]))
            .sort(byCount),
        )
    : [];
  fillPanel(
    make(
      "button",
      { type: "button", class: "close", "aria-label": "Close", onclick: () => change({ path: null }) },
      "×",
    ),
    heading("From ", told(actors[ends[0]].label), " to ", told(actors[ends[1]].label)),
    make(
      "p",
      { class: "sum" },
      path
        ? `${number(path.length - 1, "step")}, the shortest way under these filters, whoever speaks.`
        : "There is no way between them under these filters.",
    ),
    ...steps.flatMap((ties, step) => [
      make("h3", {}, `Step ${step + 1}`),
      make("ul", { class: "ties" }, ...ties.map((tie) => tieRow(tie, pairOf(tie)))),
      ...cards(ties.flatMap((tie) => tie.rows).slice(0, 2)),
    ]),
  );
}
