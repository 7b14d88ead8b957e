"""``kgraph remove``."""

import click

from kgraph.cli.terminal import counted, note, one_line, store_option


@click.command("remove")
@click.argument("articles", nargs=-1, required=True)
@store_option
def command(articles: tuple[str, ...], store: str) -> None:
    """Take articles out of a store, with all that they report and what ties it to other articles.

    ARTICLES are named as ``kgraph statements`` names them (the path as it was given), by IRI or by id. Actors stay.

    \b
    Example:
      kgraph remove articles/page.html --store graph
    """
    from kgraph.consolidate import tie_statements
    from kgraph.query.articles import articles_named
    from kgraph.store import open_store

    with open_store(store, read_only=False) as home:
        found = articles_named(home, articles)
        for article_id, document in found.items():
            home.remove_article(article_id)
            note(f"removed: {one_line(document)}")
        tie_statements(home)
        home.flush()
    note(f"{counted(len(found), 'article')} removed from {store}")
