"""``kgraph actors``, and ``kgraph actors update``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli.terminal import emit, note, table

if TYPE_CHECKING:
    from kgraph.resolve.register import Register


@click.command("actors")
@click.argument("name", required=False, metavar="[NAME | update]")
@click.option(
    "--actors",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with further actors (Turtle or CSV).",
)
@click.option("--check", is_flag=True, help="List duplicates and ambiguous names instead.")
@click.option("--endpoint", metavar="URL", help="Where `update` asks who holds which office, such as Wikidata's.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File for what `update` finds (Turtle)."
)
def command(name: str | None, actors: tuple[Path, ...], check: bool, endpoint: str | None, output: Path | None) -> None:
    """Look a name up in the register of actors, check the register, or refresh its offices.

    A refresh writes the offices that differ from the register, as a file for --actors.

    \b
    Example:
      kgraph actors Zelenskiy
      kgraph actors --check --actors mine.ttl
      kgraph actors update --endpoint https://query.wikidata.org/sparql -o offices.ttl
    """
    from kgraph.resolve.register import check_register, load_register

    if (endpoint is not None) != (name == "update"):
        raise click.UsageError("update and --endpoint URL go together")
    register = load_register(*actors)
    if endpoint is not None:
        _update(register, endpoint, output)
    elif check:
        problems = check_register(register)
        emit("\n".join(problems))
        note(f"{len(register.entries)} actors, {len(problems)} remarks")
    else:
        _look_up(register, name)


def _update(register: "Register", endpoint: str, output: Path | None) -> None:
    from kgraph.query.incumbents import as_actors, offices_held
    from kgraph.store.remote import Endpoint

    text = as_actors(offices_held(Endpoint(endpoint), register), register)
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        emit(text)
    note(f"{text.count(' a kg:Tenure ')} offices differ from the register" + f"; in {output}" * bool(output))


def _look_up(register: "Register", name: str | None) -> None:
    found = (
        [*register.lookup(name), *register.person(name), *register.surname(name)]
        if name
        else [e.actor for e in register.entries.values()]
    )
    unique = {actor.id: actor for actor in found}
    emit(
        table(
            ("name", "type", "wikidata", "also"),
            ((a.label, a.type, a.wikidata, ", ".join(a.aliases)) for a in unique.values()),
        )
    )
    if name and not unique:
        note(f"no actor is called {name!r}; add one in a file of your own and name it with --actors")
        sys.exit(1)
