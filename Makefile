# Everything runs in .venv, which these targets make. Python 3.11 or later and make are all that must be there before.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := setup.cfg pyproject.toml

.PHONY: demo test slow lint clean

$(BIN)/kgraph: $(SOURCES)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.test: $(BIN)/kgraph
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	touch $@

## Build the graph of corpus/, answer one question, write demo/graph.html.
demo: $(BIN)/kgraph
	rm -rf demo
	mkdir -p demo
	$(BIN)/kgraph build corpus --actors corpus/actors.ttl --store demo/store
	@echo
	@echo "Who accused whom?   kgraph statements --store demo/store --act accuse"
	@echo
	$(BIN)/kgraph statements --store demo/store --act accuse
	$(BIN)/kgraph view --store demo/store -o demo/graph.html
	@echo "Open demo/graph.html in a browser."

## All tests but the slow ones, two files at a time; browser tests want Chromium.
test: $(VENV)/.test
	@$(BIN)/python -c "import tests.browser as b, sys; b.find() or print(b.ADVICE, file=sys.stderr)"
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

## The tests that take long.
slow: $(VENV)/.test
	$(BIN)/python -m pytest -m slow

lint: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) build demo dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
