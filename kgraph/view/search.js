// Completion of actors' names, by the pattern of an ARIA combobox; accents and case do not matter, nor which word one knows.

const OFFERED = 12;
const foldedNames = actors.map((actor) => folded([actor.label, ...actor.names].join(" · ")));
const twice = new Map();
for (const actor of actors) twice.set(actor.label, (twice.get(actor.label) || 0) + 1);
let lists = 0;

function offers(asked) {
  const wanted = folded(asked.trim());
  if (!wanted) return [];
  const found = [];
  for (const actor of actors) {
    const place = foldedNames[actor.at].indexOf(wanted);
    if (place < 0) continue;
    const label = folded(actor.label),
      word = place === 0 || /[\s·\-"“(]/.test(foldedNames[actor.at][place - 1]);
    found.push({
      at: actor.at,
      rank: (label === wanted ? 0 : label.startsWith(wanted) ? 1 : word ? 2 : 3) * 1e6 - strength(actor),
    });
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, OFFERED)
    .map(({ at }) => at);
}

function complete(input, list, pick) {
  let shown = [],
    active = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  };
  const take = (at) => {
    close();
    input.value = "";
    pick(at);
  };
  const mark = (next) => {
    active = (next + shown.length) % shown.length;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const offer = () => {
    shown = offers(input.value);
    list.replaceChildren(
      ...shown.map((at, place) => {
        const actor = actors[at],
          more = twice.get(actor.label) > 1 ? ` (${KINDS[actor.type] || actor.type})` : "";
        const option = make(
          "li",
          { role: "option", id: `${list.id}-${place}`, "aria-selected": "false" },
          glyph(actor.type),
          told(actor.label + more),
          make("span", { class: "count" }, String(strength(actor))),
        );
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(at);
        });
        return option;
      }),
    );
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    active = -1;
    input.removeAttribute("aria-activedescendant");
  };
  input.addEventListener("input", offer);
  input.addEventListener("focus", () => {
    if (input.value) offer();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) offer();
      if (shown.length) mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
    } else if (event.key === "Enter") {
      const asked = input.value.trim(),
        at = shown[Math.max(active, 0)];
      if (asked && (list.hidden || at === undefined)) say(`No actor is called “${asked}”.`);
      else if (at !== undefined) take(at);
    } else if (event.key === "Escape" && input.value) {
      input.value = "";
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
}

function completion(label, pick) {
  const id = `names-${(lists += 1)}`;
  const input = make("input", {
    type: "text",
    role: "combobox",
    "aria-label": label,
    "aria-expanded": "false",
    "aria-controls": id,
    "aria-autocomplete": "list",
    placeholder: label + " …",
    autocomplete: "off",
    spellcheck: "false",
  });
  const list = make("ul", { id, role: "listbox", class: "offers", hidden: "", "aria-label": label });
  complete(input, list, pick);
  return [input, list];
}
