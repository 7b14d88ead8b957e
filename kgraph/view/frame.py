"""A page inside a notebook: a sandboxed frame that carries the page itself."""

from html import escape

CAP = 8_000_000
"""Characters of a page that a notebook may carry. Every output is stored in the notebook's file; JupyterLab and VS Code
open 10 MB of it without trouble, and slow down well before 50 MB."""


def iframe(html: str, height: int = 640, *, cap: int = CAP) -> str:
    """Wrap a page in an ``<iframe srcdoc=...>`` that may run its own script and nothing else.

    The frame has no origin of its own (no ``allow-same-origin``): the page can read neither the notebook nor its
    cookies. Links to sources may open in a tab of their own.

    Args:
        html: A page, as `kgraph.view.page` makes it.
        height: Pixels.
        cap: Characters; a longer page is not put in, and the result says so and what to do instead.
    """
    if len(html) > cap:
        return (
            f"<p>This view has {len(html) / 1e6:.1f} million characters, more than the {cap / 1e6:.1f} million that a "
            "notebook should carry. Narrow it (speaker, about, since, until), or write it to a file of its own with "
            "<code>kgraph view --store DIR -o FILE.html</code>.</p>"
        )
    return (
        f'<iframe srcdoc="{escape(html)}" title="kgraph: who said what about whom" width="100%" height="{int(height)}" '
        'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" '
        'loading="lazy" style="border:0"></iframe>'
    )
