"""The magic, the plots and the progress of notebooks, without a notebook."""

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import kgraph
from kgraph.display import Progress, in_notebook
from kgraph.errors import KgraphError
from kgraph.notebook import between_states, counts_over_time, load_ipython_extension, over_time, stances_between_states


@pytest.fixture
def graph(store_dir):
    return kgraph.open(store_dir)


@pytest.fixture
def shell(graph):
    running = InteractiveShell()
    load_ipython_extension(running)
    running.user_ns["graph"] = graph
    running.user_ns["act"] = "accuse"
    return running


def test_sparql_is_asked_in_a_cell(shell):
    answer = shell.run_cell_magic("sparql", "", "SELECT (COUNT(?s) AS ?n) WHERE { ?s a kg:Statement }")
    assert answer.to_dict("records") == [{"n": 8}]


def test_a_cell_names_its_graph_its_parameters_and_its_answer(shell):
    shell.user_ns["mine"] = shell.user_ns.pop("graph")
    query = "SELECT ?s WHERE { ?s a kg:Statement ; kg:kind ?kind }"
    assert shell.run_cell_magic("sparql", "mine -p kind='direct' -o found", query) is None
    assert len(shell.user_ns["found"]) == 2


def test_a_cell_without_a_graph_says_what_to_do(shell):
    with pytest.raises(KgraphError, match="is no graph here"):
        shell.run_cell_magic("sparql", "act", "ASK { ?s ?p ?o }")


def test_statements_are_counted_by_month_and_stance_with_the_empty_months(graph):
    counts = counts_over_time(graph.statements())
    assert list(map(str, counts.index)) == ["2021-12", "2022-01"]
    assert list(counts) == ["negative", "neutral", "positive"]
    assert counts.loc["2021-12", "negative"] >= 3
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(["2031-01-05", "2031-03-01"]),
            "published": pd.NaT,
            "stance": ["negative, positive", None],
        }
    )
    assert counts_over_time(frame)["negative"].tolist() == [1, 0, 0]
    assert counts_over_time(frame, every="year").to_numpy().sum() == 3


def test_what_states_say_of_one_another_goes_through_those_who_speak_for_them(graph):
    table = stances_between_states(graph).set_index(["speaker", "about"])
    assert table.loc[("Norland", "Varania"), "negative"] >= 2
    assert table.loc[("Varania", "Norland"), "balance"] == 1


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_plots_draw_what_was_counted(graph):
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    bars = over_time(graph)
    assert sum(bar.get_height() for bar in bars.patches) == counts_over_time(graph.statements()).to_numpy().sum()
    field = between_states(graph)
    assert {label.get_text() for label in field.get_xticklabels()} == {"Norland", "Varania"}
    pyplot.close("all")


def test_plots_of_nothing_say_so():
    with pytest.raises(KgraphError, match="has a day"):
        over_time(kgraph.open(None))
    with pytest.raises(KgraphError, match="no state speaks"):
        between_states(kgraph.open(None))


def test_progress_is_one_line_that_ends_with_the_result(monkeypatch):
    said = []
    line = Progress("article", show=said.append)
    monkeypatch.setattr("kgraph.display.PAUSE", 0)
    line("a.txt")
    line("<b>.txt")
    line.done("2 articles added")
    assert said[0].endswith("1 article · a.txt")
    assert said[1].endswith("2 articles · &lt;b&gt;.txt")
    assert said[2].startswith("2 articles added (0 s)")
    assert not in_notebook()


def test_a_view_shows_a_page_a_picture_and_a_line_of_text(graph):
    shown = graph.view()._repr_mimebundle_()
    assert "srcdoc=" in shown["text/html"]
    assert shown["image/svg+xml"].startswith("<svg")
    assert shown["text/plain"] == "<kgraph.View of 8 statements and 1 events>"
    assert "srcdoc=" in graph._repr_html_()


def test_a_view_too_large_for_a_notebook_shows_the_picture(graph, monkeypatch):
    monkeypatch.setattr("kgraph.view.CAP", 1000)
    monkeypatch.setattr("kgraph.view.frame.iframe.__kwdefaults__", {"cap": 1000, "still": ""})
    shown = graph.view()._repr_html_()
    assert "srcdoc" not in shown
    assert "image/svg+xml" in shown


def test_events_are_a_frame(graph):
    found = graph.events()
    assert found[["source", "class", "target", "negated"]].to_numpy().tolist() == [
        ["Norland", "SANCTION", "Varania", False]
    ]
    assert len(graph.events(source="Varania")) == 0
    assert len(graph.events(target="Varania", since="2021-01-01", outlet="fjord news")) == 1
