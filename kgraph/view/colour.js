// Colours are those of page.css: asked for here as the browser resolves them, so that light and dark have one home.

const TONES = [
  "paper",
  "sheet",
  "ink",
  "soft",
  "line",
  "accent",
  "negative",
  "neutral",
  "positive",
  "state",
  "state-ink",
  "person",
  "person-line",
  "organization",
  "organization-line",
  "group",
  "group-line",
  "other",
  "other-line",
  "bubble",
  "bubble-line",
  "hull",
];
const darkness = matchMedia("(prefers-color-scheme: dark)");
let tones = {};

function readTones() {
  const probe = document.createElement("i");
  document.body.append(probe);
  tones = Object.fromEntries(
    TONES.map((name) => {
      probe.style.color = `var(--${name})`;
      return [name, getComputedStyle(probe).color];
    }),
  );
  probe.remove();
}

const toneOf = (stance) => tones[STANCES[stance]];

// Fill and outline of an actor's mark.
function tonesOf(type) {
  if (type === "State") return [tones.state, tones.state];
  const name = SHAPES[type] ? type.toLowerCase() : "other";
  return [tones[name], tones[name + "-line"]];
}
