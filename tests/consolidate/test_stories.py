"""Copies of one wire story are tied to the fullest of them, whatever the order and the number of builds."""

from datetime import date, timedelta
from itertools import permutations
from random import Random

from kgraph.consolidate.stories import STORIES, tie_stories
from kgraph.graph import quads, to_nquads
from kgraph.ontology import article_iri
from kgraph.query import check, run_question, stats
from kgraph.read.fingerprint import fingerprint, read_fingerprint
from kgraph.read.marks import find_marks
from kgraph.records import Article, Facts
from kgraph.store import Store, open_store

WORDS = (
    "harbour minister ferry border grain bridge treaty envoy pilot island valve river council strike winter cargo"
    " pipeline coast tariff school village tunnel festival engine budget signal lantern market quarry railway"
).split()
DAY = date(2024, 3, 4)


def paragraphs(seed: int, count: int = 8) -> list[str]:
    """Sentences of a story that no other seed has."""
    dice = Random(seed)
    return [
        f"The {' '.join(dice.choices(WORDS, k=12))} was closed on day {dice.randrange(99)}, an official said on Monday."
        for _ in range(count)
    ]


def report(outlet: str, lines: list[str], day: int = 0) -> Article:
    text = "\n\n".join(lines)
    return Article(f"{outlet}.txt", text, outlet, DAY + timedelta(day), outlet, marks=find_marks(text))


WIRE = paragraphs(1)
NEWS = (
    report("Agency", [*WIRE, "It was the third closure this year, the agency said in its evening summary."]),
    report("Post", ["Harbour closed again", "By Anna Lind", *WIRE, "Share on Facebook", "© 2024 The Post"], 1),
    report("Herald", WIRE[:5], 1),
    report("Mirror", [*WIRE[:6], *paragraphs(7, 1), WIRE[6].replace("Monday", "Tuesday")], 2),
    report("Star", paragraphs(2)),
    report("Globe", [*paragraphs(3), WIRE[0]]),
    report("Brief", ["The harbour was closed."]),
)


def put(store: Store, *several: Article) -> None:
    for article in several:
        store.add_article(article.id, to_nquads(quads(Facts(article))))


def copies(store: Store) -> dict[str, str]:
    sparql = "SELECT ?one ?other { ?a kg:sameStoryAs ?b . ?a kg:publisher ?one . ?b kg:publisher ?other }"
    return {row["one"]: row["other"] for row in store.select(sparql).dicts()}


def dumped(store: Store) -> list[bytes]:
    return [block for block in store.dump() if STORIES.encode() in block]


def test_copies_lead_to_the_fullest_report_and_other_stories_stay_alone() -> None:
    with open_store(None) as store:
        put(store, *NEWS)
        assert tie_stories(store) == 3
        assert copies(store) == {"Post": "Agency", "Herald": "Agency", "Mirror": "Agency"}
        assert tie_stories(store) == 3
        assert check(store, shacl=False) == []
        assert stats(store)["stories (near-copies count once)"] == 4
        (row,) = run_question(store, "stories").rows_as_text()
        assert row[:5] == ["4", "4", "2024-03-04", "2024-03-06", "Agency"]


def test_any_order_and_any_number_of_builds_end_with_the_same_bytes() -> None:
    seen = set()
    for number, order in enumerate(permutations(NEWS[:5])):
        if number % 10 == 0:
            with open_store(None) as store:
                for article in order:
                    put(store, article)
                    if number % 20:
                        tie_stories(store)
                tie_stories(store)
                seen.add(b"".join(dumped(store)))
    assert len(seen) == 1


def test_taking_the_fullest_report_out_leaves_no_link_to_it_and_the_next_build_finds_another() -> None:
    with open_store(None) as store:
        put(store, *NEWS)
        tie_stories(store)
        store.remove_article(NEWS[0].id)
        assert dumped(store) == []
        tie_stories(store)
        assert set(copies(store).values()) == {"Post"}


def test_a_fingerprint_is_of_the_body_and_what_is_none_is_passed_over() -> None:
    bare = report("A", WIRE)
    dressed = report("B", ["Harbour closed again", "By Anna Lind", *WIRE, "© 2024 The Post"])
    assert fingerprint(bare) == fingerprint(dressed)
    assert fingerprint(NEWS[-1]) is None
    written = fingerprint(bare) or ""
    assert read_fingerprint(written)
    for wrong in ("", "rensa2", "rensa2 x y", written[:-5], written.replace(" ", "  "), "rensa2 1 " + written[-640:]):
        assert read_fingerprint(wrong) is None
    with open_store(None) as store:
        put(store, *NEWS)
        store.update(f'INSERT DATA {{ GRAPH <urn:x> {{ <{article_iri(NEWS[0].id)}> kg:fingerprint "nonsense" }} }}')
        assert tie_stories(store) == 3
