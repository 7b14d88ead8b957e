"""``kgraph actors``."""

import sys
from pathlib import Path

import click

from kgraph.cli.terminal import emit, note, table


@click.command("actors")
@click.argument("name", required=False)
@click.option(
    "--actors",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with further actors (Turtle or CSV).",
)
@click.option("--check", is_flag=True, help="List duplicates and ambiguous names instead.")
def command(name: str | None, actors: tuple[Path, ...], check: bool) -> None:
    """Look a name up in the register of actors, or check the register.

    \b
    Example:
      kgraph actors Zelenskiy
      kgraph actors --check --actors mine.ttl
    """
    from kgraph.resolve.register import check_register, load_register

    register = load_register(*actors)
    if check:
        problems = check_register(register)
        emit("\n".join(problems))
        note(f"{len(register.entries)} actors, {len(problems)} remarks")
        return
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
