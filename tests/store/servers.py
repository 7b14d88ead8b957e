"""Real SPARQL servers on the loopback: Oxigraph's own, and Virtuoso where Debian's is installed."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

START = 60.0
"""Seconds that a server is given to answer for the first time."""

VIRTUOSO = os.environ.get("KGRAPH_VIRTUOSO") or shutil.which("virtuoso-t")
"""The binary of Debian's package virtuoso-opensource-7-bin."""

_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
DefaultHost = 127.0.0.1
[HTTPServer]
ServerPort = {http}
MaxClientConnections = 10
[SPARQL]
DefaultQuery = ASK {{}}
"""
_GRANTS = """GRANT SPARQL_UPDATE TO "SPARQL";
DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 7);
"""


def oxigraph() -> str | None:
    """The server's binary, beside this Python or on the path; None where the package is not installed."""
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.exists() else shutil.which("oxigraph")


def free_port() -> int:
    """A port on the loopback that nobody uses just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(command: list[str], address: str, folder: Path) -> Iterator[str]:
    """A server process for as long as the context lasts; its address once it answers."""
    with (folder / "log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process:
        try:
            until = time.monotonic() + START
            while True:
                try:
                    urlopen(address, timeout=5).close()
                    break
                except (URLError, OSError) as error:
                    if getattr(error, "code", None):
                        break  # it answers, if only with a refusal
                    assert process.poll() is None, (folder / "log").read_text()
                    assert time.monotonic() < until, "the server does not answer"
                    time.sleep(0.05)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def oxigraph_running(folder: Path) -> Iterator[str]:
    """Oxigraph's server over a store in memory."""
    binary, port = oxigraph(), free_port()
    assert binary
    with running([binary, "serve", "--bind", f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}", folder) as address:
        yield address


@contextmanager
def virtuoso_running(folder: Path) -> Iterator[str]:
    """Virtuoso over an empty database, open to updates; its address says where it answers."""
    assert VIRTUOSO
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(sql=sql, http=http))
    command = [VIRTUOSO, "+configfile", "virtuoso.ini", "+foreground"]
    with running(command, f"http://127.0.0.1:{http}/sparql", folder):
        isql = str(Path(VIRTUOSO).with_name("isql-vt"))
        subprocess.run(
            [isql, f"127.0.0.1:{sql}", "dba", "dba", "VERBOSE=OFF"], input=_GRANTS.encode(), check=True, timeout=30
        )
        yield f"http://127.0.0.1:{http}/#query=sparql&update=sparql&data=sparql-graph-crud"
