// The table: the same content as the graph, sorted by any column, put on the page part by part.

const TABLE_PART = 150;
const COLUMNS = {
  day: (row) => row.day,
  speaker: (row) => folded(speakersOf(row)),
  act: (row) => row.act,
  about: (row) => folded(row.targets.map((target) => actors[target.at].label).join(" ")),
  said: (row) => folded(quote(row)),
  outlet: (row) => folded(row.article.publisher),
  article: (row) => folded(row.article.title || row.article.document),
};
let sorting = { column: "day", down: true },
  tableRows = [],
  tableAt = 0;

function fillTable() {
  const key = COLUMNS[sorting.column],
    keyed = now.rows.map((row) => [key(row), row]);
  keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (sorting.down ? -1 : 1));
  tableRows = keyed.map(([, row]) => row);
  tableAt = 0;
  const order = `sorted by ${sorting.column}, ${sorting.column === "day" ? (sorting.down ? "newest first" : "oldest first") : sorting.down ? "descending" : "ascending"}`;
  $("table").caption.textContent =
    `${number(now.rows.length, state.layers.includes("e") ? "row" : "statement")}, ${order}`;
  for (const head of $("table").tHead.rows[0].cells) {
    head.setAttribute(
      "aria-sort",
      head.dataset.column === sorting.column ? (sorting.down ? "descending" : "ascending") : "none",
    );
  }
  $("table").tBodies[0].replaceChildren();
  moreRows();
}

function moreRows() {
  $("table").tBodies[0].append(...tableRows.slice(tableAt, tableAt + TABLE_PART).map(tableRow));
  tableAt += TABLE_PART;
  $("more-rows").hidden = tableAt >= tableRows.length;
  $("more-rows").textContent = `Show more (${Math.max(tableRows.length - tableAt, 0).toLocaleString("en")} left)`;
}

function tableRow(row) {
  const { article } = row;
  const cells = [
    make("td", { class: "day" }, row.day),
    make("td", {}, ...row.by.flatMap((at) => [actorButton(at), " "])),
    make("td", {}, row.act, row.layer === "e" ? make("span", { class: "tag" }, "event") : null),
    make(
      "td",
      {},
      ...(row.targets.length
        ? row.targets.map((target) => make("div", { class: "about" }, sign(target.stance), actorButton(target.at)))
        : ["—"]),
    ),
    make("td", { class: "what told" }, ...(row.layer === "e" ? passageOf(row) : [quote(row)])),
    make("td", { class: "told" }, article.publisher),
    make("td", {}, source(article.url, article.title || article.document)),
  ];
  for (const cell of cells) cell.setAttribute("role", "cell"); // on a telephone rows are no longer laid out as a table
  return make("tr", { role: "row" }, ...cells);
}

function sortBy(column) {
  sorting = { column, down: sorting.column === column ? !sorting.down : column === "day" };
  fillTable();
}

function listenToTable() {
  for (const head of $("table").tHead.rows[0].cells)
    head.querySelector("button").addEventListener("click", () => sortBy(head.dataset.column));
  $("more-rows").addEventListener("click", moreRows);
  $("table-view").addEventListener("scroll", () => {
    const { scrollTop, scrollHeight, clientHeight } = $("table-view");
    if (!$("more-rows").hidden && scrollTop + clientHeight > scrollHeight - 600) moreRows();
  });
}
