// The time slider: a histogram of what is left under the other filters, by stance, with two handles.

let buckets = [];

// Days, months or years, so that there are some dozens of bars.
function makeBuckets() {
  const days = rows
    .map((row) => row.day.slice(0, 10))
    .filter((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))
    .sort();
  if (!days.length) return;
  const [first, last] = [days[0], days.at(-1)],
    span = (Date.parse(last) - Date.parse(first)) / 864e5;
  if (span <= 62) {
    for (let at = Date.parse(first); at <= Date.parse(last); at += 864e5) {
      const day = new Date(at).toISOString().slice(0, 10);
      buckets.push({ key: day, since: day, until: day });
    }
  } else if (span < 366 * 25) {
    buckets = monthsBetween(first.slice(0, 7), last.slice(0, 7)).map((key) => ({
      key,
      since: key + "-01",
      until: new Date(Date.UTC(+key.slice(0, 4), +key.slice(5), 0)).toISOString().slice(0, 10),
    }));
  } else
    for (let year = +first.slice(0, 4); year <= +last.slice(0, 4); year += 1) {
      const key = String(year).padStart(4, "0");
      buckets.push({ key, since: `${key}-01-01`, until: `${key}-12-31` });
    }
}

function startTimeline() {
  makeBuckets();
  $("timeline").hidden = buckets.length < 2;
  for (const [id, at] of [
    ["from", 0],
    ["to", buckets.length - 1],
  ]) {
    Object.assign($(id), { min: 0, max: Math.max(buckets.length - 1, 0), value: at });
    $(id).addEventListener("input", () => slide(id));
  }
}

function slide(id) {
  let from = +$("from").value,
    to = +$("to").value;
  if (from > to) {
    if (id === "from") to = from;
    else from = to;
  }
  change(
    { since: from ? buckets[from].since : "", until: to < buckets.length - 1 ? buckets[to].until : "" },
    { merge: "slide" },
  );
}

function drawTimeline() {
  if (buckets.length < 2) return;
  const width = buckets[0].key.length,
    at = new Map(buckets.map((bucket, place) => [bucket.key, place])),
    counts = buckets.map(() => [0, 0, 0]);
  for (const row of rows) {
    const place = at.get(row.day.slice(0, width));
    if (place === undefined || !passes(row, state, true)) continue;
    counts[place][row.targets.length ? balance(tallied(row)) + 1 : 1] += 1;
  }
  const from = state.since
    ? Math.max(
        buckets.findIndex((bucket) => bucket.until >= state.since),
        0,
      )
    : 0;
  const to = state.until
    ? Math.max(
        buckets.findLastIndex((bucket) => bucket.since <= state.until),
        0,
      )
    : buckets.length - 1;
  const most = Math.max(1, ...counts.map(([a, b, c]) => a + b + c));
  const bars = counts.flatMap((three, place) => {
    let y = 30;
    return [-1, 0, 1].map((stance) => {
      const height = (29 * three[stance + 1]) / most;
      y -= height;
      return makeSvg("rect", {
        class: `b-${STANCES[stance]}${place < from || place > to ? " out" : ""}`,
        x: place + 0.08,
        width: 0.84,
        y,
        height,
      });
    });
  });
  $("histogram").setAttribute("viewBox", `0 0 ${buckets.length} 30`);
  $("histogram").replaceChildren(...bars);
  for (const [id, value] of [
    ["from", from],
    ["to", to],
  ]) {
    $(id).value = value;
    $(id).setAttribute("aria-valuetext", buckets[value].key);
  }
}

function tallied(row) {
  const counts = { "-1": 0, 0: 0, 1: 0 };
  for (const { stance } of row.targets) counts[stance] += 1;
  return counts;
}
