"""The register finds actors by the names that news use, and nobody by chance."""

import pickle
import re
import time
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.ontology import fold, ontologies
from kgraph.resolve.register import Register, check_register, load_register

DAY = date(2022, 2, 1)

LOOKUPS = [  # name in a text, label of the actor, how
    ("Russia", "Russia", "name"),
    ("RUSSIA", "Russia", "name"),
    ("US", "United States", "alias"),
    ("U.S.", "United States", "alias"),
    ("the U.S.'s", "United States", "alias"),
    ("U.K.", "United Kingdom", "alias"),
    ("Britain’s", "United Kingdom", "alias"),
    ("Türkiye", "Turkey", "alias"),
    ("Czechia", "Czech Republic", "alias"),
    ("Cote d'Ivoire", "Ivory Coast", "alias"),
    ("Moscow", "Russia", "metonym"),
    ("Kiev", "Ukraine", "metonym"),
    ("Kyiv", "Ukraine", "metonym"),
    ("Beijing", "China", "metonym"),
    ("Brussels", "European Union", "metonym"),
    ("the Kremlin", "Kremlin", "name"),
    ("Pentagon", "US Department of Defense", "alias"),
    ("State Department", "US Department of State", "alias"),
    ("Elysee", "Élysée Palace", "alias"),
    ("NATO", "NATO", "name"),
    ("Nato", "NATO", "alias"),
    ("WHO", "World Health Organization", "alias"),
    ("OPEC+", "OPEC+", "name"),
    ("OPEC", "OPEC", "name"),
    ("the West", "the West", "name"),
    ("Houthi rebels", "Houthis", "alias"),
    ("Russians", "Russia", "demonym"),
    ("Britons", "United Kingdom", "demonym"),
    ("the Dutch", "Netherlands", "demonym"),
    ("The Chinese", "China", "demonym"),
    ("Russia's foreign ministry", "Russian Foreign Ministry", "kind"),
    ("Ministry of Defence of Russia", "Russian Defense Ministry", "alias"),
    ("Russian Defence Ministry", "Russian Defense Ministry", "name"),
    ("Ukraine’s military", "Ukrainian Armed Forces", "kind"),
    ("The Times", "The Times", "name"),
    ("New York Times", "New York Times", "name"),
    ("IDF", "Israel Defense Forces", "alias"),
    ("MBS", "Mohammed bin Salman", "alias"),
]

NOBODY = ["us", "Us", "who", "Who", "nato", "russia", "Dutch", "Chinese", "Swiss", "Times", "sun", "x", "it", "the"]
NO_NAME = ["", " ", "...", "\x00", "’s", "🇺🇦", "<script>", "../..", "\udcff"]


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def iri(register, name):
    return register.lookup(name)[0].id


def labels(actors):
    return [actor.label for actor in actors]


@pytest.mark.parametrize(("name", "label", "how"), LOOKUPS)
def test_a_name_of_the_news_finds_its_actor(register, name, label, how):
    assert [(match.actor.label, match.how) for match in register.match(name)] == [(label, how)]


@pytest.mark.parametrize("name", NOBODY + NO_NAME)
def test_a_common_word_is_nobody(register, name):
    assert register.lookup(name) == ()


def test_a_foreign_ministry_without_its_state_is_ambiguous_and_so_not_looked_up(register):
    assert register.lookup("Foreign Ministry") == ()
    assert labels(register.bodies("Foreign Ministry", iri(register, "Russia"))) == ["Russian Foreign Ministry"]
    assert labels(register.bodies("Ministry of Defence", iri(register, "US"))) == ["US Department of Defense"]


@pytest.mark.parametrize(
    ("word", "label"),
    [("Russian", "Russia"), ("British", "United Kingdom"), ("Polish", "Poland"), ("Western", "the West")],
)
def test_a_demonym_belongs_to_its_state(register, word, label):
    assert register.demonym(word).label == label


@pytest.mark.parametrize("word", ["polish", "russian", "Martian", "", "'"])
def test_an_ordinary_word_is_no_demonym(register, word):
    assert register.demonym(word) is None


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Lawrow", "Sergey Lavrov"),
        ("Zelenskiy", "Volodymyr Zelensky"),
        ("Choïgou", "Sergei Shoigu"),
        ("al-Assad", "Bashar al-Assad"),
        ("von der Leyen", "Ursula von der Leyen"),
        ("Xi", "Xi Jinping"),
        ("Mr. Stoltenberg", "Jens Stoltenberg"),
        ("Lula", "Luiz Inácio Lula da Silva"),
    ],
)
def test_a_family_name_finds_its_person_in_any_spelling(register, name, label):
    assert labels(register.surname(name)) == [label]


def test_a_family_name_that_several_have_finds_them_all(register):
    assert {"Boris Johnson", "Mike Johnson"} <= set(labels(register.surname("Johnson")))
    assert {"Kim Jong Un", "Kim Yo Jong"} <= set(labels(register.surname("Kim")))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Tayyip Erdogan", ["Recep Tayyip Erdogan"]),
        ("Wladimir Selenskyj", ["Volodymyr Zelensky"]),
        ("V. Putin", ["Vladimir Putin"]),
        ("Владимир Путин", ["Vladimir Putin"]),
        ("Kim Jong-un", ["Kim Jong Un"]),
        ("Defense Secretary Lloyd Austin", ["Lloyd Austin"]),
        ("Alexei Reznikov", ["Oleksii Reznikov"]),
        ("Igor Lavrov", []),
        ("Boris Nobody", []),
        ("", []),
    ],
)
def test_a_full_name_finds_its_person_or_nobody(register, name, found):
    assert labels(register.person(name)) == found


@pytest.mark.parametrize(
    ("office", "body", "day", "first"),
    [
        ("Foreign Minister", "Russia", DAY, "Sergey Lavrov"),
        ("foreign minister", "Russian Foreign Ministry", DAY, "Sergey Lavrov"),
        ("head", "Russian Foreign Ministry", DAY, "Sergey Lavrov"),
        ("defence minister", "Ukraine", DAY, "Oleksii Reznikov"),
        ("Secretary of State", "US", DAY, "Antony Blinken"),
        ("foreign secretary", "UK", DAY, "Liz Truss"),
        ("spokeswoman", "Kremlin", DAY, "Dmitry Peskov"),
        ("spokesperson", "Russian Foreign Ministry", DAY, "Maria Zakharova"),
        ("chief", "NATO", DAY, "Jens Stoltenberg"),
        ("Secretary-General", "NATO", date(2025, 1, 1), "Mark Rutte"),
        ("leader", "Germany", DAY, "Olaf Scholz"),
        ("leader", "Ukraine", DAY, "Volodymyr Zelensky"),
        ("leader", "Italy", DAY, "Mario Draghi"),
        ("chief", "Pentagon", DAY, "Lloyd Austin"),
        ("foreign policy chief", "EU", DAY, "Josep Borrell"),
        ("premier", "Poland", DAY, "Mateusz Morawiecki"),
    ],
)
def test_an_office_on_a_day_has_one_holder(register, office, body, day, first):
    assert labels(register.holders(office, iri(register, body), day)) == [first]


def test_without_a_day_the_present_holder_comes_first_and_nobody_is_left_out(register):
    holders = labels(register.holders("president", iri(register, "US")))
    assert holders[0] == "Donald Trump"
    assert {"Joe Biden", "Barack Obama"} <= set(holders)


@pytest.mark.parametrize(("office", "body"), [("mayor", "France"), ("", "Russia"), ("pope", "Russia")])
def test_an_office_that_is_not_known_has_no_holder(register, office, body):
    assert register.holders(office, iri(register, body)) == ()


def test_whom_a_person_represents_depends_on_the_day(register):
    stoltenberg = register.surname("Stoltenberg")[0].id
    assert "NATO" in labels(register.represents(stoltenberg, DAY))
    assert "NATO" not in labels(register.represents(stoltenberg))
    peskov = register.surname("Peskov")[0].id
    assert labels(register.represents(peskov, DAY)) == ["Kremlin", "Russia"]
    assert [tenure.office for tenure in register.tenures_of(stoltenberg)][:2] == ["prime minister", "secretary general"]


def test_every_member_of_the_united_nations_is_there(register):
    united = iri(register, "UN")
    members = [entry.actor for entry in register.entries.values() if united in entry.actor.member_of]
    assert sum(actor.type == "State" for actor in members) == 193


def test_every_code_of_a_state_is_of_iso_3166():
    pycountry = pytest.importorskip("pycountry")
    codes = re.findall(r'skos:notation "(\w+)"', ontologies().joinpath("actors/states.ttl").read_text(encoding="utf-8"))
    assert len(codes) == len(set(codes)) >= 195
    assert [code for code in codes if pycountry.countries.get(alpha_3=code) is None] in ([], ["XKX"])


def test_every_member_state_has_a_demonym_and_a_seat(register):
    united = iri(register, "UN")
    members = [entry for entry in register.entries.values() if united in entry.actor.member_of and not entry.body_kind]
    assert {entry.actor.label for entry in members if not entry.demonyms} <= {"Dominica"}
    bare = {entry.actor.label for entry in members if not entry.metonyms}
    assert len(bare) <= 15, bare  # capitals of the state's own name, or as often another town


def test_the_register_holds_no_doubled_name_but_those_that_an_article_decides_and_no_loose_link(register):
    assert check_register(register) == [
        "'Congo' is a name of 2 actors: Democratic Republic of the Congo, Republic of the Congo",
        "'Georgia' is a name of 2 actors: Georgia, Georgia (US state)",
    ]


def test_the_register_is_as_large_as_it_is_said_to_be(register):
    kinds = Counter(entry.body_kind for entry in register.entries.values())
    media, abroad = kinds["media"], sum(kinds[kind] for kind in ("international organization", "bloc", "alliance"))
    home = ontologies().joinpath("actors/ministries.ttl").read_text(encoding="utf-8").count("skos:prefLabel")
    held = {
        t.holder
        for iri in register.entries
        for t in register.tenures_of(iri)
        if t.until is None or t.until.year >= 2014
    }
    assert (abroad >= 120, home >= 300, media >= 200, len(held) >= 600) == (True,) * 4


def test_what_a_file_of_ones_own_doubles_is_told(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("label,type,aliases,wikidata\nSergej Lawrow,Person,,\nRussland,State,Congo,\n", encoding="utf-8")
    told = check_register(load_register(file))
    assert "Sergej Lawrow and Sergey Lavrov are spelt alike: sergei lavrov" in told
    assert any(line.startswith("'Congo' is a name of 3 actors") for line in told)
    entries = [entry for entry in load_register().entries.values() if entry.actor.label in ("Russia", "France")]
    same = [replace(entry, actor=replace(entry.actor, wikidata="Q1")) for entry in entries]
    assert "France and Russia have one Wikidata id: Q1" in check_register(Register(same))


def test_what_the_check_finds_is_told():
    shipped = load_register()
    some = [entry for entry in shipped.entries.values() if entry.actor.label in ("Kremlin", "NATO")]
    assert any("Kremlin names" in line for line in check_register(Register(some)))


@pytest.mark.parametrize("name", ["states", "bodies", "ministries", "media", "people"])
def test_a_file_of_the_register_is_one_block_an_actor_sorted_by_its_name(name):
    text = ontologies().joinpath(f"actors/{name}.ttl").read_text(encoding="utf-8")
    assert text.startswith("# The register of actors")
    assert "# How to edit" in text
    blocks = re.findall(r"^<(\S+)> a kg:(\w+) ;(?:\n    skos:prefLabel \"(.+)\")?", text, re.MULTILINE)
    assert len({iri for iri, _, _ in blocks}) == len(blocks) == text.count(" a kg:")
    names = [(kind == "Place", fold(label)) for _, kind, label in blocks if kind != "Tenure"]
    assert names == sorted(names)


def test_a_register_can_be_handed_to_another_process(register):
    assert labels(pickle.loads(pickle.dumps(register)).lookup("the Kremlin")) == ["Kremlin"]


def test_the_register_is_read_once_and_quickly(register):
    began = time.process_time()
    assert load_register() is register
    assert time.process_time() - began < 0.01


def test_every_wikidata_id_is_the_name_of_its_actor(register):
    for entry in register.entries.values():
        assert entry.actor.id.rpartition("/")[2] == entry.actor.wikidata or not entry.actor.wikidata


@given(st.text(max_size=60))
def test_any_text_can_be_looked_up(text):
    register = load_register()
    register.match(text), register.demonym(text), register.surname(text), register.person(text)
    register.holders(text, text), register.bodies(text, text), register.tenures_of(text), register.represents(text)
