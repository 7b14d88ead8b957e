"""Six invented statements of a quarrel over a cable, small enough to know what every control must leave."""

from tests.view.invented_news import actor, statement, target

ANNA = actor("Anna Vell", text="the Norland minister, Anna Vell", wikidata="Q900000001")
ROWS = [
    statement(ANNA, [target("Varania", "negative")], "Varania cut the cable", number=1, before="She said ",
              after=" ⚓.", act="accuse", date="2031-03-04", published="2031-03-05", publisher="Harbour Post",
              url="https://news.example/1"),
    statement(ANNA, [target("Varania", "negative")], "Varania must answer", number=2, act="demand", date="2031-06-01",
              publisher="Varan Wire", url="javascript:alert(1)", confidence=0.5),
    statement(ANNA, [target("Eastmark", "positive")], "we thank Eastmark", number=3, act="praise", date="2031-04-01"),
    statement(actor("Mirko Dravic"), [{**ANNA, "stance": "neutral"}], "he heard Anna Vell", number=4, kind="indirect"),
    statement(None, [target("Northern Pact")], "ships were seen", number=5, date=None, published=None),
    statement(actor("Oda Lindqvår"), [], "it is cold", number=6),
]  # fmt: skip
