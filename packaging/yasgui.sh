#!/usr/bin/env bash
# Puts the SPARQL editor (YASGUI) into the package: its built files as they come, and the licences of all that is in them.
# Run it by hand to take a later version, look at the difference, run tests/serve/test_editor.py, commit.
# Needs npm. Usage: packaging/yasgui.sh [VERSION]
set -euo pipefail
version="${1:-4.6.2}"
here="$(cd "$(dirname "$0")/.." && pwd)"
target="$here/kgraph/serve/static/yasgui"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts "@zazuko/yasgui@$version"
mkdir -p "$target"
built=node_modules/@zazuko/yasgui/build
for file in yasgui.min.js yasgui.min.css; do
    sed -E 's|^//# sourceMappingURL=.*$||; s|/\*# sourceMappingURL=[^*]*\*/||' "$built/$file" >"$target/$file"
done
node - >"$target/LICENSES.txt" <<'JS'
const fs = require("fs"), path = require("path");
const lock = JSON.parse(fs.readFileSync("package-lock.json")).packages;
console.log("YASGUI as it is shipped here, and the packages that its built files hold or were built with.\n");
for (const place of Object.keys(lock).filter(Boolean).sort()) {
    if (lock[place].dev || !fs.existsSync(place)) continue;
    const own = JSON.parse(fs.readFileSync(path.join(place, "package.json")));
    const text = fs.readdirSync(place).find((name) => /^licen[cs]e/i.test(name) && fs.statSync(path.join(place, name)).isFile());
    console.log(`${"-".repeat(80)}\n${own.name} ${own.version}, ${own.license || "see text"}\n`);
    const author = typeof own.author === "object" ? own.author.name : own.author;
    const told = `Copyright (c) ${author || "the authors of " + own.name}. No text of the licence comes with the package.`;
    console.log(text ? fs.readFileSync(path.join(place, text), "utf8").trim() : told + (own.license === "MIT" ? " It is that of MIT, as at the end of this file." : ""));
    console.log();
}
console.log("-".repeat(80) + "\nThe MIT License\n\n" + fs.readFileSync("node_modules/codemirror/LICENSE", "utf8").replace(/^[\s\S]*?(?=Permission)/, "").trim());
JS
ls -l "$target"
