"""Articles of invented states that tell of a delivery, a meeting, an attack and a membership."""

from dataclasses import replace
from datetime import date

from kgraph.ontology import evidence_iri
from kgraph.records import Article, Bond, Event, Facts, Item
from kgraph.resolve.goods import goods, plain_item
from tests.conftest import NORLAND, OSTMARK, VARANIA, WEISS, Pen

CANNON = plain_item("cannon", goods().nouns["cannon"])
NORLAND_IN_OSTMARK = replace(NORLAND, member_of=(OSTMARK.id,))
TEXT = """{outlet}: Norland, a member of Varania, sent six cannons to Varania on Friday.
Anna Weiß met Borin in Harn. "Varania shelled Norland," Weiß said. Varania shelled Norland.
"""


def deed_facts(outlet: str = "Herald", day: int = 4) -> Facts:
    """A delivery and a membership, as the narrator tells them."""
    article = Article(f"news/{outlet}.txt", TEXT.format(outlet=outlet), outlet, date(2022, 3, day), outlet)
    pen = Pen(article)
    norland, varania = pen.resolved(NORLAND_IN_OSTMARK, "Norland"), pen.resolved(VARANIA, "Varania#2")
    thing = pen.mention("cannons")
    item = Item(pen.resolved(CANNON, "cannons"), thing, 6.0, pen.mention("six"))
    evidence = pen.mention("Norland, a member of Varania, sent six cannons to Varania")
    delivery = Event(
        evidence_iri("event", article.id, evidence.start, evidence.end), "AID", (norland,), (varania,), "send",
        evidence, trigger=pen.mention("sent"), items=(item,), date=date(2022, 3, 4), confidence=0.8,
    )  # fmt: skip
    told = pen.mention("Norland, a member of Varania")
    bond = Bond(
        evidence_iri("relation", article.id, told.start, told.end), "member_of", norland,
        pen.resolved(VARANIA, "Varania"), "member", told, confidence=0.7,
    )  # fmt: skip
    return Facts(article, events=(delivery,), bonds=(bond,))


def claim_facts() -> Facts:
    """A meeting, an attack as a speaker claims it, and the same attack as the narrator tells it."""
    facts = deed_facts("Post", 5)
    pen = Pen(facts.article)
    weiss, norland = pen.resolved(WEISS, "Anna Weiß"), pen.resolved(NORLAND, "Norland#2")
    said = pen.statement((pen.resolved(WEISS, "Weiß#2"),), "said", ('"Varania shelled Norland,"',), "direct", "accuse")
    words = [pen.mention("Varania shelled Norland"), pen.mention("Varania shelled Norland#2")]
    varania = pen.resolved(VARANIA, "Varania#3")
    claimed, reported = (
        Event(
            evidence_iri("event", facts.article.id, one.start, one.end), "ASSAULT", (varania,), (norland,), "shell",
            one, within=within, confidence=0.7,
        )
        for one, within in zip(words, (said.id, None), strict=True)
    )  # fmt: skip
    met = pen.mention("Anna Weiß met Borin in Harn")
    meeting = Event(
        evidence_iri("event", facts.article.id, met.start, met.end), "CONSULT", (weiss,),
        (varania,), "meet", met, mode="meet", confidence=0.7,
    )  # fmt: skip
    return replace(facts, statements=(said,), events=(*facts.events, claimed, reported, meeting), bonds=())
