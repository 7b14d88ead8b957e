"""Which class an act has in its sentence: what the lexicon says of the word, against what the encoder makes of it there.

"Abandoned the talks" and "abandoned the claim" are of one verb and two classes. The component of the attributions leaves
what each word's state says of the classes (``DEEDS``, by ``models/deeds.npz``); ``classes.json`` says what that of the
lexicon weighs beside it. ``training/classes.py`` fits both.
"""

from spacy.tokens import Token

from kgraph.extract.lexicon import Entry
from kgraph.records import DEEDS
from kgraph.weighing import chances, fitted


def classed(token: Token, entry: Entry) -> tuple[Entry, float]:
    """The entry with the class that the word has in its sentence, and the chance of that class.

    What stands in a user's own file stays as it is, and so does everything where the pipeline tells nothing of states.
    """
    told = token.doc.user_data.get(DEEDS, {}).get(token.i)
    if entry.firm or told is None:
        return entry, 1.0
    weighed = chances(fitted(__package__, "classes"), [f"class:{entry.name}"], told.tolist())
    name = max(weighed, key=lambda one: weighed[one])
    if name == entry.name:
        return entry, weighed[name]
    return entry._replace(name=name, mode=None), weighed[name]
