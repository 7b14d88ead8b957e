"""Whether a person is "he" or "she": from the register, honorifics, titles, and given names; and nouns that say so."""

from kgraph.records import Actor
from kgraph.resolve.cast import Cast, clean

WOMEN = frozenset(
    """
    adelita adriana agnes agnieszka aisha alexandra alexandria alice alina alma amina amy ana analilia anastasia
    andrea angela angie ann anna annalena anne annika antonia april ashley astrid aumua ayanna ayesha beata
    beatrice becca benazir beth bettina betty birgit bonnie bridget brigitte brittany carla carmen carol carolina
    caroline catherine cecilia celeste charlotte chellie chrissy chrystia cindy claire clara claudia cristina
    cynthia daniela deb debbie deborah delia diana dilma dina doris dorothea edith ekaterina eleanor elena elina
    elisabeth elise elissa elizabeth ellen elsa emilia emily emma erika erin erna esther eva evelyn fatima fiona
    florence frances francesca frederica gabriela gabrielle geraldine giorgia gisele gloria golda grace greta gwen
    haley hannah harriet heather hedda helen helena helga helle henrietta hilary hilda hillary ilhan ilsa indira
    inga ingrid irena irene irina iris isabel isabelle jacinda jacky jahana jane janelle janet janice janine
    jasmine jeanne jelena jennifer jessica jill joan johanna joni josephine joyce juana judith judy julia juliana
    julie kaja karen karin karina karla katarina kate katherine kathleen kathy katie katrin keiko kelly kersti
    khadija kim kimberlyn kirsten kristalina kristen kristin lamonica lateefah laura laurel lauren leila lena
    leticia leyla lidia linda lisa lizzie lois lori lucia lucy ludmila luz lyudmila madeleine magdalena maggie
    maia malala manuela marcy margaret margot margrethe maria mariam marianne mariannette marie marilyn marina
    marine marsha marta martha mary matilda maxine mazie megyn melanie mercedes mette mia michelle milena mina
    miriam monica mónica nadia nancy nanette naomi natalia natalie nathalie nellie nicola nicole nikema nina nora
    norma noura nydia oksana olena olga patricia patty paula penny petra pramila rachel rashida rebecca regina
    renate rita roberta robin rosa rosemary ruth sabine samantha sanna sara sarah sharice sheikha shelley sheri
    shontel sigrid silvia simone simonetta sofia sonia sophie stacey stella stephanie summer susan susanna susie
    suzan suzanne svetlana sydney sylvia tamara tammy tatiana teresa terri theresa tina tove ulla ursula valentina
    valeria valerie vanessa vera veronica victoria viktoria viola virginia wendy winnie xiomara yasmin yassamin
    young yulia yvette yvonne zainab zara zeinab zoe zora zuzana
    """.split()
)
"""Given names of women: those in the US Congress of 2024 (CC0) and common ones of other countries."""

MEN = frozenset(
    """
    aaron abdel abdul abdullah abraham adam addison adrian adriano ahmad ahmed alan albert alberto alejandro
    aleksandr alex alexander alexei alfred ali alistair ami amir anatoly anders andreas andrei andrew andriy
    andrzej andré andy angus anthony anton antonio antonis antony arkady arthur arturo ashraf august austin barry
    bashar ben benjamin bennie bernard bernie bill blake boris brad bradley brandon brendan brett brian bruce
    bryan byron carl carlos charles chip chris christian christopher clarence claude clay cleo cliff constantin
    cory craig cyril dale dan daniel danny darin darrell darren dave david denis dennis derek derrick diego dmitri
    dmitry dmytro dominic don donald douglas dusty dwight earl edgar edmund eduardo edward eli emanuel emil
    emmanuel eric erik ernest ernesto eugene evgeny faisal felipe felix fernando francis francisco francois frank
    franz fred frederick fumio gabe gabriel garland gary gennady geoffrey george georgy gerald gerhard gianni
    gilbert giorgio giovanni giuseppe glenn gordon graham greg gregorio gregory guillermo gus gustavo guy hakeem
    hamid hans harold harry hassan hector heiko helmut henri henrik henry herbert hossein howard hugh hugo hussein
    ian ibrahim igor imran ismail ivan jack jacob jacques jaime jair jake james jamie jan jared jason javier jay
    jean jeff jefferson jens jeremy jerome jerrold jerry jesús jim jimmy joachim joao joaquin jodey joe joel johan
    johann john johnny jon jonas jonathan jorge jose josef josep joseph josh joshua juan julian julius justin karl
    keith ken kenneth kevin khalid klaus konrad konstantin kweisi kyriakos lance lars laurent lawrence leon leonid
    leopold lindsey lloyd louis luc luca lucas luis lukas mahmoud manuel marc marcel marco mario mark marlin
    martin mateusz matt matteo matthew maurice max maxwell michael michel miguel mike mikhail mitch mohamed
    mohammad mohammed morgan muhammad mustafa narendra nathaniel neal nicholas nicolas nigel nikita nikol nikolai
    nikolay norman olaf oleg oleksandr oleksii oleksiy oliver omar oscar oskar otto pablo pat patrick paul pavel
    pedro pete peter petr petro philip philippe pierre radek rafael raja ralf ralph ramzan rand randall randy
    raphael raul raymond recep rene ricardo rich richard rick riley ritchie robert roberto roger roland roman ron
    ronald ronny ruben rudolf rudy ruslan russ russell ryan salman salud sam samuel sanford scott sean sebastian
    sergei sergey sergio seth sheldon shinzo shomari shri simon stefan steny stephen steve steven suhas sven tariq
    ted terry thom thomas tim timothy tobias todd tom tomas tommy tony tracey trent troy vadim valery vern vicente
    victor viktor vince vincent vitali vladimir vladislav volodymyr vyacheslav walter warren werner wesley wilhelm
    william wolfgang xavier yahya yevgeny yuri yury yusuf zachary zbigniew
    """.split()
)
"""Given names of men, from the same sources; a name that both bear stands in neither."""

FEMALE_NOUNS = frozenset(
    """
    actress aunt baroness bride chairwoman congresswoman councilwoman countess daughter duchess empress girl
    girlfriend grandmother heroine housewife lady madam mom mother mum niece nun princess queen saleswoman sister
    spokeswoman stateswoman widow wife woman
    """.split()
)
MALE_NOUNS = frozenset(
    """
    archbishop ayatollah bishop boy boyfriend brother businessman chairman congressman councilman count duke emir
    father gentleman grandfather groom husband imam king lord man monk nephew pope prince son spokesman statesman
    sultan tsar uncle widower
    """.split()
)


def gender(cast: Cast, actor: Actor) -> tuple[str | None, bool]:
    """``he`` or ``she`` of a person, and whether that is certain; ``(None, False)`` where nothing tells.

    Certain are the register, an honorific, and a title such as "spokeswoman"; a given name is only likely.
    """
    told = cast.pronoun(actor)
    if told in {"he", "she"}:
        return told, True
    for words, holder in cast.titled:
        if holder.actor.id == actor.id and (by_title := of_noun(words.text.lower().split())):
            return by_title, True
    first = clean(actor.label).lower().split()[:1]
    return ("she" if set(first) & WOMEN else "he" if set(first) & MEN else None), False


def of_noun(words: list[str]) -> str | None:
    """``he`` or ``she`` where one of the words says so."""
    return "she" if set(words) & FEMALE_NOUNS else "he" if set(words) & MALE_NOUNS else None
