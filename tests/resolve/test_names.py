"""Spellings of one name have one key; different names keep theirs apart."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.resolve import names
from kgraph.resolve.given_names import NICKNAMES, VARIANTS
from kgraph.resolve.register import load_register

SPELLINGS = [
    ["Zelensky", "Zelenskiy", "Zelenskyy", "Zelenskyi", "Zelenski", "Selenskyj", "Zelensky’s", "Зеленский"],
    ["Reznikov", "Resnikow", "Reznikow"],
    ["Lavrov", "Lawrow", "Lavroff", "LAVROV"],
    ["Shoigu", "Schoigu", "Choïgou"],
    ["Khrushchev", "Chruschtschow", "Khrouchtchev", "Khrushchov"],
    ["Gorbachev", "Gorbatschow", "Gorbachov", "Gorbatchev"],
    ["Gaddafi", "Qaddafi", "Gadhafi", "Kadhafi", "al-Gaddafi"],
    ["Mohammed", "Muhammad", "Mohamed", "Mohammad"],
    ["Oleksii", "Oleksiy", "Aleksey", "Alexei", "Oleksij"],
    ["Volodymyr", "Vladimir", "Wladimir"],
    ["Sergey", "Sergei", "Sergej", "Serhiy"],
    ["Dmitry", "Dmitri", "Dmytro", "Dmitriy"],
    ["Putin", "Poutine"],
    ["Zakharova", "Sacharowa"],
    ["Ryabkov", "Rjabkow", "Riabkov"],
    ["Medvedev", "Medwedew"],
    ["Tokayev", "Tokaev", "Tokajew"],
    ["Yermak", "Ermak"],
    ["Erdogan", "Erdoğan"],
    ["Baerbock", "Bärbock"],
    ["Schröder", "Schroeder", "Schroder"],
    ["Müller", "Mueller", "Muller"],
    ["Assad", "al-Assad", "Al-Assad", "el-Assad"],
    ["Nasrallah", "Nasralla"],
    ["Mahmoud", "Mahmud", "Mahmood"],
    ["Yulia", "Julia", "Iuliia"],
    ["Hussein", "Husayn", "Hossein"],
]

CONFUSABLE = [
    ("Johnson", "Jansen"),
    ("Johnson", "Johnston"),
    ("Petrov", "Petrova"),
    ("Petrov", "Petrenko"),
    ("Putin", "Putina"),
    ("Zhou", "Zhu"),
    ("Zhang", "Zhan"),
    ("Zhang", "Zang"),
    ("Li", "Lee"),
    ("Wang", "Yang"),
    ("Jiang", "Yang"),
    ("Khan", "Chan"),
    ("Khan", "Han"),
    ("Shan", "Chan"),
    ("Sharif", "Zarif"),
    ("Merkel", "Markle"),
    ("Maas", "Mas"),
    ("Schulz", "Scholz"),
    ("Macron", "Marcon"),
    ("Michel", "Michael"),
    ("Orban", "Urban"),
    ("Hamad", "Ahmad"),
    ("Sandu", "Sanders"),
    ("Kim Jong Un", "Kim Yo Jong"),
    ("Kaczynski", "Kaczynska"),
    ("Hamas", "Hamad"),
    ("Duda", "Dodik"),
    ("Park", "Pak"),
    ("Ghani", "Hani"),
    ("Ali", "Alia"),
]

SAME = [
    ("Recep Tayyip Erdoğan", "Tayyip Erdogan", 0.9),
    ("Recep Tayyip Erdoğan", "President R. T. Erdogan", 0.8),
    ("Volodymyr Zelensky", "Wladimir Selenskyj", 1.0),
    ("Vladimir Putin", "V. Putin", 0.85),
    ("Vladimir Putin", "V.V. Putin", 0.8),
    ("Vladimir Putin", "Vladimir Vladimirovich Putin", 0.9),
    ("Lavrov, Sergey", "Sergei Lavrov", 1.0),
    ("Joe Biden", "Joseph R. Biden", 0.8),
    ("Kim Jong-un", "Kim Jongun", 0.9),
    ("Abe Shinzo", "Prime Minister Shinzo Abe", 0.9),
    ("Robert Kennedy Jr.", "Robert F. Kennedy Jr", 0.9),
    ("Oleksii Reznikov", "Aleksey Resnikow", 1.0),
    ("Ursula von der Leyen", "Dr. Ursula von der Leyen", 1.0),
    ("Mohammed bin Salman", "Muhammad Bin Salman", 1.0),
]

DIFFERENT = [
    ("Kim Jong Un", "Kim Yo Jong"),
    ("George W. Bush", "George H. W. Bush"),
    ("Mohammed bin Salman", "Mohammed bin Zayed"),
    ("Igor Petrov", "Igor Petrova"),
    ("Igor Petrov", "Ivan Petrov"),
    ("Vladimir Putin", "Vladimir Medvedev"),
    ("Nawaz Sharif", "Shehbaz Sharif"),
    ("Lee Hsien Loong", "Lee Jae-myung"),
    ("Robert Ostrander Jr.", "Robert Ostrander Sr."),
    ("Boris Johnson", "Mike Johnson"),
    ("Wang Yi", "Wang Wenbin"),
    ("", "Vladimir Putin"),
    ("!!!", "???"),
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name_have_one_key(spellings):
    assert {names.key(spelling) for spelling in spellings} == {names.key(spellings[0])}


@pytest.mark.parametrize(("one", "other"), CONFUSABLE)
def test_names_that_only_look_alike_have_different_keys(one, other):
    assert names.key(one) != names.key(other)


@pytest.mark.parametrize(("one", "other", "least"), SAME)
def test_two_forms_of_a_persons_name_score_high_either_way_round(one, other, least):
    assert min(names.same_person(one, other), names.same_person(other, one)) >= least


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_two_persons_score_low(one, other):
    assert max(names.same_person(one, other), names.same_person(other, one)) <= 0.5


def test_a_family_name_alone_is_half_a_name():
    assert 0.5 <= names.same_person("Lavrov", "Sergey Lavrov") < 0.8
    assert 0.5 <= names.same_person("Xi", "Xi Jinping") < 0.8
    assert 0.5 <= names.same_person("von der Leyen", "Ursula von der Leyen") < 0.8


def test_a_slip_of_the_pen_scores_below_another_spelling():
    assert 0.5 < names.same_person("Jens Stoltenberg", "Jens Stoltenburg") < names.same_person("Lawrow", "Lavrov")


def test_titles_are_no_part_of_a_name():
    assert names.without_honorifics("Foreign Minister Sir Ada Moreau") == "Ada Moreau"
    assert names.without_honorifics("President") == "President"
    assert names.without_honorifics("") == ""


def test_no_variant_stands_in_two_groups():
    for table in (VARIANTS, NICKNAMES):
        words = [set(line.split()) for line in table.strip().splitlines()]
        assert not [a & b for a, b in itertools.combinations(words, 2) if a & b]


def test_no_two_groups_of_variants_fall_together():
    groups = [{names.key(word) for word in line.split()} for line in VARIANTS.strip().splitlines()]
    assert all(len(group) == 1 for group in groups)
    assert len(set().union(*groups)) == len(groups)


def test_few_family_names_of_the_register_fall_together():
    people = [entry.actor.label for entry in load_register().entries.values() if entry.actor.type == "Person"]
    family = {label.split()[-1].strip(".").casefold() for label in people} - {"ii", "iii", "vi", "xiv", "yi"}
    together: dict[str, set[str]] = {}
    for name in family:
        together.setdefault(names.key(name), set()).add(name)
    shared = [group for group in together.values() if len(group) > 1]
    assert len(shared) <= len(family) / 100, shared  # Milei, Milley; Zayed, Saied; Lam, Lâm: given names tell them


@given(st.text(max_size=60))
def test_a_key_is_its_own_key_and_plain(text):
    assert names.key(names.key(text)) == names.key(text)
    assert names.key(text).replace(" ", "").isascii()


@given(st.text(alphabet="aceghijkostuvwxyz", max_size=14))
def test_a_key_of_letters_that_rules_change_is_its_own_key(word):
    assert names.key(names.key(word)) == names.key(word)


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_symmetric_share(one, other):
    assert 0.0 <= names.same_person(one, other) <= 1.0
    assert names.same_person(one, other) == names.same_person(other, one)


@given(st.text(min_size=1, max_size=40))
def test_a_name_is_fully_like_itself_or_no_name(text):
    assert names.same_person(text, text) in (0.0, 1.0)
