// The SPARQL editor, set up for this server: its endpoint, prefixes, terms and saved questions; nothing from elsewhere.
"use strict";
(async () => {
  const place = document.getElementById("yasgui"), root = place.dataset.root;
  const told = await (await fetch(`${root}/editor/terms.json`)).json();
  const Yasgui = window.Yasgui.default || window.Yasgui;
  const { Yasqe, Yasr } = Yasgui;
  const endpoint = `${location.origin}${root}/query`;

  // The stock completers ask prefix.cc and lov.linkeddata.es; ours know the ontology that is served here.
  const prefixes = Object.entries(told.prefixes).map(([name, base]) => `${name}: <${base}>`);
  Yasqe.forkAutocompleter("prefixes", { name: "our-prefixes", bulk: true, persistenceId: null, get: () => prefixes });
  Yasqe.forkAutocompleter("class", { name: "our-classes", bulk: true, persistenceId: null, get: () => told.classes });
  Yasqe.forkAutocompleter("property", { name: "our-properties", bulk: true, persistenceId: null, get: () => told.properties });
  Object.assign(Yasqe.defaults, {
    autocompleters: ["our-prefixes", "our-classes", "our-properties", "variables"],
    value: told.first, prefixCcApi: null, createShortLink: undefined, editorHeight: "300px",
  });
  Object.assign(Yasr.defaults, { prefixes: told.prefixes });

  const editor = new Yasgui(place, {
    requestConfig: { endpoint, method: "POST", headers: {} },
    endpointCatalogueOptions: { getData: () => [], keys: [] },
    copyEndpointOnNewTab: true, persistenceId: `kgraph ${location.origin}${root}`, populateFromUrl: false,
  });

  const open = (name) => {
    const one = told.questions.find((other) => other.name === name);
    if (!one) return;
    const there = Object.values(editor._tabs).find((tab) => tab.getName() === name);
    if (there) { editor.selectTabId(there.getId()); return; }
    editor.addTab(true, { ...Yasgui.Tab.getDefaults(editor), name, yasqe: { value: one.sparql }, requestConfig: { endpoint } });
  };
  const saved = document.getElementById("saved");
  saved.addEventListener("change", () => { open(saved.value); saved.value = ""; });
  open(decodeURIComponent(location.hash.slice(1)));
  window.kgraph = { editor, Yasqe };
})();
