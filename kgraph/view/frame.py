"""A page inside a notebook: a sandboxed frame that carries it whole, or a still picture where it is too large."""

from base64 import b64encode

CAP = 8_000_000
"""Characters of a page that a notebook may carry. Every output is stored in the notebook's file; JupyterLab and VS Code
open 10 MB of it without trouble, and slow down well before 50 MB."""

UNTRUSTED = "The view is not shown, since this notebook was run by somebody else: trust it, or run this cell yourself."
"""What stays of the frame where a notebook is not trusted: JupyterLab takes the element away and leaves its text."""


def iframe(html: str, height: int = 720, *, cap: int = CAP, still: str = "") -> str:
    """Wrap a page in an ``<iframe srcdoc=...>`` that may run its own script, save files, copy text, and nothing else.

    The frame has no origin of its own (no ``allow-same-origin``): the page can read neither the notebook nor its
    cookies. Links to sources may open in a tab of their own.

    Args:
        html: A page, as `kgraph.view.page` makes it.
        height: Pixels.
        cap: Characters; a longer page is not put in, and the result says so and what to do instead.
        still: SVG that is shown in place of a page that is too long.
    """
    if len(html) > cap:
        return _too_large(html, cap) + (_image(still) if still else "")
    # In single quotes only these two have to be escaped, and the many double quotes of the data stay as they are.
    carried = html.replace("&", "&amp;").replace("'", "&#39;")
    return (
        f'<iframe srcdoc=\'{carried}\' title="kgraph: who said what about whom" width="100%" height="{int(height)}" '
        'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads" '
        'allow="clipboard-write" referrerpolicy="no-referrer" loading="lazy" '
        f'style="border:0">{UNTRUSTED}</iframe>'
    )


def _too_large(html: str, cap: int) -> str:
    return (
        f"<p>This view has {len(html) / 1e6:.1f} million characters, more than the {cap / 1e6:.1f} million that a "
        "notebook should carry. Narrow it (speaker, about, since, until), or write it to a file of its own with "
        '<code>graph.view().save("graph.html")</code> or <code>kgraph view --store DIR -o FILE.html</code>.</p>'
    )


def _image(svg: str) -> str:
    """The picture as an image: whatever a name in it holds, an image runs no script and asks for nothing."""
    data = b64encode(svg.encode("utf-8", "replace")).decode()
    what = "Who speaks of whom: the most present actors"
    return f'<img alt="{what}" src="data:image/svg+xml;base64,{data}" style="max-width:100%">'
