// One card a statement or event: who, about whom, the exact words in their sentence, where, when, how sure, and how to cite it.

const PART = 30; // cards put on the page at once

const passageOf = (row) => row.passage.map((piece, at) => (at % 2 ? make("mark", {}, piece) : piece));
const speakersOf = (row) => row.by.map((at) => actors[at].label).join(" and ");

function card(row, pair) {
  const { article } = row;
  const facts = [
    article.publisher,
    row.day,
    row.act,
    row.kind,
    row.sure >= 0 ? `${row.sure}\u00a0%\u00a0sure` : "",
  ].filter(Boolean);
  const notes = [
    ...row.also,
    ...(row.via.length ? ["via " + row.via.join(", ")] : []),
    ...(row.to.length ? ["to " + row.to.join(", ")] : []),
  ];
  const signs = row.targets.filter((target) => !pair || pair.has(target.at));
  return make(
    "li",
    { class: "card" },
    make(
      "p",
      { class: "who" },
      row.layer === "e" ? make("span", { class: "tag" }, "event") : null,
      ...row.by.map(actorButton),
      make("span", { class: "soft" }, " → "),
      ...(signs.length
        ? signs.flatMap((target) => [sign(target.stance), actorButton(target.at)])
        : [make("em", {}, "nobody in particular")]),
    ),
    make("blockquote", { class: "told" }, ...passageOf(row)),
    make("p", { class: "facts" }, ...facts.flatMap((fact, at) => [at ? " · " : "", told(fact)])),
    make(
      "p",
      { class: "source" },
      source(article.url, article.title || article.document),
      ...(article.title ? [make("span", { class: "file told" }, article.document)] : []),
    ),
    notes.length ? make("p", { class: "notes told" }, notes.join(" · ")) : null,
    citing(row),
  );
}

function cards(all, pair = null) {
  const list = make("ol", { class: "cards" }),
    more = button("", () => add(), { class: "quiet more" });
  let at = 0;
  const add = () => {
    list.append(...all.slice(at, at + PART).map((row) => card(row, pair)));
    at += PART;
    more.textContent = `Show more (${Math.max(all.length - at, 0)} left)`;
    more.hidden = at >= all.length;
  };
  add();
  return [list, more];
}

// “words”, says who; title, outlet, day, address; and the IRI that finds it in the graph again.
function citation(row) {
  const { article } = row,
    named = article.title ? `“${article.title}”` : article.document;
  const where = [named, article.publisher, article.published, article.url].filter(Boolean).join(", ");
  return `${speakersOf(row)} (${row.act}${row.day ? ", " + row.day : ""}): “${quote(row)}” As reported in ${where}. ${row.id}`;
}

function citing(row) {
  const box = make("div", { class: "cite" });
  const open = button(
    "Cite",
    () => {
      if (box.childElementCount > 1) {
        box.lastChild.remove();
        open.setAttribute("aria-expanded", "false");
        return;
      }
      const text = make("textarea", { readonly: "", rows: "4", "aria-label": "Citation" });
      text.value = citation(row);
      box.append(text);
      open.setAttribute("aria-expanded", "true");
      text.select();
      copy(text.value, "The citation is copied.");
    },
    { "aria-expanded": "false" },
  );
  box.append(open);
  return box;
}
