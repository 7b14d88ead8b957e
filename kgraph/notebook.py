"""For notebooks: the cell magic ``%%sparql``, and plots of statements over time and of stance between states.

``%load_ext kgraph.notebook`` brings the magic; the plots want matplotlib (``pip install 'kgraph[notebook]'``).
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import pandas as pd

from kgraph.api import Graph
from kgraph.errors import KgraphError
from kgraph.query.network import STANCES, network, speakers, stance, targets

COLOURS = {"negative": "#cf4a0c", "neutral": "#8a94a2", "positive": "#1769c2"}
"""As in the viewer: told apart by every kind of colour blindness."""

ARGUMENTS: dict[tuple[str, ...], dict[str, Any]] = {
    ("graph",): {"nargs": "?", "default": "graph", "help": "Name of the variable that holds the graph."},
    ("-o", "--output"): {"help": "Name of a variable for the answer, a DataFrame."},
    ("-t", "--timeout"): {"type": float, "help": "Seconds."},
    ("-p", "--param"): {
        "action": "append",
        "default": [],
        "metavar": "NAME=EXPRESSION",
        "help": "Bind a variable to the value of an expression of Python.",
    },
}


def load_ipython_extension(shell: Any) -> None:
    """Bring ``%%sparql`` into a notebook."""
    tools: Any = import_module("IPython.core.magic_arguments")

    def sparql(line: str, cell: str) -> pd.DataFrame | None:
        """Ask a graph in SPARQL: ``%%sparql graph -p speaker=row.speaker -o answer``."""
        asked = tools.parse_argstring(magic, line)
        answer = _ask(shell, asked.graph, cell, asked.timeout, asked.param)
        if asked.output is None:
            return answer
        shell.user_ns[asked.output] = answer
        return None

    magic: Any = sparql
    for names, options in reversed(ARGUMENTS.items()):
        magic = tools.argument(*names, **options)(magic)
    magic = tools.magic_arguments()(magic)
    shell.register_magic_function(magic, "cell", "sparql")


def _ask(shell: Any, name: str, cell: str, timeout: float | None, params: list[str]) -> pd.DataFrame:
    graph = shell.user_ns.get(name)
    if not isinstance(graph, Graph):
        raise KgraphError(f"{name!r} is no graph here; name one: graph = kgraph.open(DIR), then %%sparql graph")
    pairs = [param.partition("=") for param in params]
    values = {key: shell.ev(expression or key) for key, _, expression in pairs}
    return graph.query(cell, timeout=timeout, **values)


def over_time(statements: Graph | pd.DataFrame, *, by: str = "stance", every: str = "month", ax: Any = None) -> Any:
    """Plot how many statements there are in each month.

    Args:
        statements: A graph, or a frame as ``Graph.statements`` gives it.
        by: Column whose values the bars are parted by: ``stance``, ``act``, ``kind``, ``publisher``.
        every: ``day``, ``month`` or ``year``.
        ax: matplotlib axes to draw on; new ones where none are given.

    Returns:
        The axes.

    Raises:
        KgraphError: There is no statement with a day, or matplotlib is missing.
    """
    frame = statements.statements() if isinstance(statements, Graph) else statements
    counts = counts_over_time(frame, by=by, every=every)
    if counts.empty:
        raise KgraphError("none of these statements has a day; nothing can be put on a line of time")
    axes = ax or _axes(width=9, height=3.2)
    colours = [COLOURS[name] for name in counts] if by == "stance" else None
    counts = counts.set_axis([str(period) for period in counts.index])
    counts.plot.bar(stacked=True, ax=axes, width=0.85, color=colours, xlabel="", ylabel="statements", rot=0)
    axes.legend(title="", frameon=False)
    _thin(axes, list(counts.index))
    return axes


def counts_over_time(statements: pd.DataFrame, *, by: str = "stance", every: str = "month") -> pd.DataFrame:
    """Count statements by period and the values of a column; a statement about several has several stances.

    Returns:
        A row for each period, those without a statement too, and a column for each value.
    """
    frame = statements.assign(day=statements["date"].fillna(statements["published"])).dropna(subset=["day"])
    if frame.empty:
        return pd.DataFrame()
    frame = frame.assign(value=frame[by].fillna("neutral" if by == "stance" else "unknown").str.split(", "))
    frame = frame.explode("value").assign(
        period=frame["day"].dt.to_period({"day": "D", "month": "M", "year": "Y"}[every])
    )
    counts = frame.groupby(["period", "value"]).size().unstack(fill_value=0)
    whole = pd.period_range(counts.index.min(), counts.index.max(), freq=counts.index.freq)
    order = (
        [name for name in STANCES if name in counts]
        if by == "stance"
        else sorted(counts, key=lambda name: -counts[name].sum())
    )
    return counts.reindex(whole, fill_value=0)[order]


def between_states(graph: Graph, *, most: int = 12, ax: Any = None, **filters: Any) -> Any:
    """Plot how states speak of one another: blue for, orange against, and the number of statements in each field.

    Args:
        graph: The graph.
        most: How many states, the most present ones.
        ax: matplotlib axes to draw on; new ones where none are given.
        **filters: As in ``Graph.statements``.

    Returns:
        The axes.

    Raises:
        KgraphError: No state speaks of another, or matplotlib is missing.
    """
    table = stances_between_states(graph, **filters)
    if table.empty:
        raise KgraphError("no state speaks of another here; take fewer filters or more articles")
    busiest = pd.concat([table["speaker"], table["about"]]).repeat(pd.concat([table["statements"]] * 2)).value_counts()
    names = list(busiest.index[:most])
    balance, number = (
        table.pivot(index="speaker", columns="about", values=name).reindex(names, columns=names)
        for name in ("balance", "statements")
    )
    axes = ax or _axes(width=0.55 * len(names) + 3, height=0.45 * len(names) + 1.5)
    picture = axes.imshow(balance, cmap=_colours(), vmin=-1, vmax=1, aspect="auto")
    for (row, column), count in _known(number):
        axes.text(column, row, f"{count:.0f}", ha="center", va="center", color="black", fontsize=9)
    axes.set_xticks(range(len(names)), names, rotation=40, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="spoken of", ylabel="speaks")
    axes.figure.colorbar(picture, ax=axes, label="against   ←   balance   →   for")
    return axes


def stances_between_states(graph: Graph, **filters: Any) -> pd.DataFrame:
    """Count what states, and those who speak for them, say about other states and those who speak for these.

    Returns:
        ``speaker``, ``about``, ``statements``, ``negative``, ``neutral``, ``positive``, ``balance`` (-1 to 1).
    """
    rows = graph.rows(sentences=True, **filters)
    nodes = network(rows).nodes
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        for target in targets(row):
            pairs = {
                (a, b) for who in speakers(row) for a in _states(nodes, who["id"]) for b in _states(nodes, target["id"])
            }
            for pair in sorted(pair for pair in pairs if pair[0] != pair[1]):
                found = counts.setdefault(pair, dict.fromkeys(STANCES, 0))
                found[stance(target)] += 1
    frame = pd.DataFrame(
        [{"speaker": a, "about": b, **found} for (a, b), found in counts.items()],
        columns=["speaker", "about", *STANCES],
    )
    frame["statements"] = frame[list(STANCES)].sum(axis=1)
    frame["balance"] = (frame["positive"] - frame["negative"]) / frame["statements"]
    return frame.sort_values(["statements", "speaker", "about"], ascending=[False, True, True], ignore_index=True)


def _states(nodes: Mapping[str, Any], actor: str) -> set[str]:
    """Labels of the states for which an actor speaks, itself or through a body; a state speaks for itself."""
    found, new = {actor}, {actor}
    while new:
        new = {
            other for one in new for other in str(nodes[one].get("represents", "")).split() if other in nodes
        } - found
        found |= new
    return {nodes[one]["label"] for one in found if nodes[one]["type"] == "State"}


def _known(table: pd.DataFrame) -> Any:
    for row, values in enumerate(table.to_numpy()):
        yield from (((row, column), value) for column, value in enumerate(values) if value == value)


def _axes(width: float, height: float) -> Any:
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise KgraphError("plots want matplotlib; run: pip install 'kgraph[notebook]'") from error
    axes = pyplot.subplots(figsize=(width, height), layout="constrained")[1]
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def _colours() -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("stance", ["#e8793f", "#f3f4f6", "#5b9fe0"])


def _thin(axes: Any, labels: list[str], most: int = 12) -> None:
    """Name only some of many bars."""
    step = -(-len(labels) // most)
    axes.set_xticks(range(0, len(labels), step), labels[::step])
