"""``kgraph serve``."""

import ipaddress
from pathlib import Path

import click

from kgraph.cli.terminal import note, store_option
from kgraph.errors import KgraphError


@click.command("serve")
@store_option
@click.option(
    "--port", default=7878, show_default=True, type=click.IntRange(0, 65535), help="0 takes any that is free."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 for all.")
@click.option("--allow-updates", is_flag=True, help="Let whoever has the token change the graph.")
@click.option(
    "--token-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that holds the token; without it, the variable KGRAPH_TOKEN.",
)
@click.option("--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds for one query.")
@click.option("--max-rows", default=100_000, show_default=True, type=click.IntRange(1), help="Rows of one answer.")
@click.option("--workers", type=click.IntRange(1), help="Processes that answer; cores + 2, at most 8, unless told.")
@click.option(
    "--memory", default=4096, show_default=True, type=click.IntRange(512), help="MB of address space a worker."
)
@click.option("--queue", default=64, show_default=True, type=click.IntRange(1), help="Requests that may run or wait.")
@click.option(
    "--patience", default=10.0, show_default=True, type=click.FloatRange(0.1), help="Seconds for a request to arrive."
)
@click.option("--allowed-host", multiple=True, metavar="NAME", help="A name by which the server may be called.")
@click.option("--allow-origin", metavar="ORIGIN", help="Origin of a web page elsewhere that may read answers.")
@click.option("--behind-proxy", is_flag=True, help="A proxy on this machine tells who asks.")
@click.option("--root-path", default="", metavar="PATH", help="Path below which the proxy serves it.")
def command(
    store: str,
    port: int,
    host: str,
    allow_updates: bool,
    token_file: Path | None,
    timeout: float,
    max_rows: int,
    workers: int | None,
    memory: int,
    queue: int,
    patience: float,
    allowed_host: tuple[str, ...],
    allow_origin: str | None,
    behind_proxy: bool,
    root_path: str,
) -> None:
    """Serve the graph: SPARQL at /query, /update, /store and /sparql, pages for people at /.

    Only this machine can reach it, and nobody can change anything, unless told otherwise. Ctrl-C ends it.

    \b
    Example:
      kgraph serve --store graph
      KGRAPH_TOKEN=$(openssl rand -hex 32) kgraph serve --store graph --allow-updates
    """
    try:
        from kgraph.serve.running import run
        from kgraph.serve.settings import Settings, read_token
    except ModuleNotFoundError as error:
        raise KgraphError(f"serving needs more packages ({error.name}): pip install 'kgraph[serve]'") from error

    settings = Settings(
        store,
        host,
        port,
        timeout=timeout,
        max_rows=max_rows,
        memory=memory,
        queue=queue,
        headers_within=patience,
        body_within=patience * 3,
        token=read_token(token_file) if allow_updates else None,
        allowed_hosts=allowed_host,
        allow_origin=allow_origin,
        behind_proxy=behind_proxy,
        root_path="/" + root_path.strip("/") if root_path.strip("/") else "",
        **({"workers": workers} if workers else {}),
    )
    if not _is_loopback(host):
        note(f"listening at {host}: everybody who reaches this machine can read the graph (see docs/serving.md)")
    how = "updates with the token" if settings.token else "read-only"
    run(settings, lambda address: note(f"serving {store} at {address} ({how}); Ctrl-C ends it"))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
