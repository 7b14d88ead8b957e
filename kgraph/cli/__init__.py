"""The command line: one file per command, each parses, calls one library function, and prints.

Data goes to standard output, progress and warnings to standard error. Exit code 0: done; 1: refused, with one line that
says what, where and what to do; 2: wrong usage; 3: done, but some articles were rejected; 130: stopped by Ctrl-C.
"""

import sys
from importlib import import_module

import click

from kgraph._version import __version__
from kgraph.cli.terminal import printable
from kgraph.errors import KgraphError

COMMANDS = (
    "actors", "build", "check", "events", "explain", "export", "index", "load", "query", "rebuild", "remove", "search",
    "serve", "shards", "stats", "statements", "view",
)  # fmt: skip


class LazyGroup(click.Group):
    """Imports a command's file when it is asked for, so that ``--help`` does not wait for spaCy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"kgraph.cli.{cmd_name}").command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kgraph")
def group() -> None:
    """Read news articles and ask who said what about whom.

    \b
    Example:
      kgraph build articles/ --store graph
      kgraph statements --store graph --about NATO
      kgraph view --store graph -o graph.html
    """


def main() -> None:
    """Run the command line and turn kgraph's errors into one line and exit code 1."""
    try:
        group(standalone_mode=True)
    except KgraphError as error:
        click.echo(f"kgraph: {printable(str(error))}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe went away ("| head"): that is no error
        sys.exit(0)
