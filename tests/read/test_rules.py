"""Lines and the kind of boilerplate that they are; a new rule gets a line here."""

import pytest

from kgraph.read.rules import DATELINE, RULES, kind_of
from kgraph.records import MARK_KINDS

MARKED = [
    # caption
    ("caption", "anywhere", "Photo: AP"),
    ("caption", "anywhere", "Picture: The Strelsau Post"),
    ("caption", "anywhere", "(Photo by Jane Doe/Strelsau Pool)"),
    ("caption", "anywhere", "Photo by Jane Doe"),
    ("caption", "anywhere", "The king of Ruritania at the lake. Photo: AP"),
    ("caption", "anywhere", "Ministers after the talks in Strelsau, June 4. (Image courtesy of Palace Press)"),
    ("caption", "anywhere", "FILE PHOTO: The king of Ruritania waves from the balcony of the palace."),
    ("caption", "anywhere", "FILE - In this June 4, 2021 file photo, the king waves from the balcony."),
    ("caption", "anywhere", "The palace in Strelsau. REUTERS/Jane Doe"),
    ("caption", "anywhere", "Image caption The palace in Strelsau"),
    ("caption", "anywhere", "© Sputnik / Jane Doe"),
    ("caption", "anywhere", "Ministers meet in Strelsau [Jane Doe/Reuters]"),
    ("caption", "anywhere", "The palace in Strelsau [Reuters]"),
    ("caption", "anywhere", "People walk at the lake, June 4, 2021. (AP Photo/Jane Doe)"),
    ("caption", "anywhere", "The king waves. AFP/Getty Images"),
    ("caption", "anywhere", "AFP via Getty Images"),
    # byline and dateline
    ("byline", "anywhere", "*By Jane Doe*"),
    ("byline", "head", "Reuters Staff"),
    ("byline", "anywhere", "By Jane Doe"),
    ("byline", "anywhere", "By Jane Doe and John van der Roe, Strelsau Bureau"),
    ("byline", "anywhere", "(Reporting by Jane Doe in Strelsau; Editing by John Roe)"),
    ("byline", "anywhere", "Written by Jane Doe"),
    ("byline", "head", "John Smith 08:47"),
    ("byline", "head", "John Smith, Strelsau correspondent"),
    ("dateline", "head", "3 hours ago"),
    ("dateline", "anywhere", "21:40"),
    ("dateline", "anywhere", "9.15 pm GMT | BREAKING"),
    # source
    ("source", "anywhere", "Source: Sputnik"),
    ("source", "anywhere", "(Source: The Strelsau Post)"),
    ("source", "anywhere", "This article was originally published in The Strelsau Post."),
    ("source", "anywhere", "The post King opens lake first appeared on The Strelsau Post."),
    ("source", "tail", "According to Vietnamnet"),
    ("source", "tail", "(with inputs from agencies)"),
    ("source", "tail", "- AFP"),
    # related
    ("related", "anywhere", "Read Also:  Ruritania is not prepared for the frost"),
    ("related", "anywhere", "READ MORE: King opens lake"),
    ("related", "anywhere", "Related: King opens lake"),
    ("related", "opens", "Related Posts"),
    ("related", "opens", "Recent Articles"),
    ("related", "opens", "Latest"),
    ("related", "opens", "You may also like"),
    ("related", "opens", "More from The Strelsau Post"),
    # comment
    ("comment", "closes", "Leave a Reply"),
    ("comment", "closes", "Leave A Reply Cancel reply"),
    ("comment", "opens", "Comments (12)"),
    ("comment", "anywhere", "Your email address will not be published. Required fields are marked *"),
    ("comment", "anywhere", "Please enter your name here"),
    ("comment", "anywhere", "Save my name, email, and website in this browser for the next time I comment."),
    ("comment", "anywhere", "Name *"),
    # navigation
    ("navigation", "anywhere", "Copy Link"),
    ("navigation", "anywhere", "Share on Facebook"),
    ("navigation", "anywhere", "Click to share on Twitter (Opens in new window)"),
    ("navigation", "anywhere", "Facebook | Twitter | Telegram"),
    ("navigation", "anywhere", "Skip to content"),
    ("navigation", "anywhere", "POWERED BY STRELSAU CMS"),
    ("navigation", "anywhere", "© 2021 The Strelsau Post. All rights reserved."),
    ("navigation", "anywhere", "Copyright 2021 The Strelsau Post"),
    ("navigation", "anywhere", "We use cookies to give you the best experience on our website."),
    ("navigation", "anywhere", "By continuing to browse this site you agree to our use of cookies."),
    ("navigation", "anywhere", "Subscribe to our newsletter"),
    ("navigation", "anywhere", "Follow us on Telegram"),
    ("navigation", "anywhere", "Tags: Ruritania, lake, king"),
    ("navigation", "anywhere", "4 min read"),
    ("navigation", "anywhere", "You can share this story on social media:"),
    ("navigation", "opens", "Topics"),
    ("navigation", "anywhere", "https://post.example/a?b=c"),
    ("navigation", "head", "Home > World > Ruritania"),
    ("navigation", "tail", "Featured Zenda Newspaper"),
]
BODY = [
    "By Tuesday the minister had changed his mind.",
    "By continuing to arm the rebels, Sylvania breaks the treaty, the minister said.",
    "By using the old site at the lake, Ruritania saves a lot of money, officials said.",
    "Powered by two reactors, the ship is slow, the admiral said.",
    "According to the minister, nothing was signed.",
    "According to Reuters, the king is ill.",
    "Sources in the palace said that the king is ill.",
    "The photo shows the king at the lake, the palace said.",
    "Read also what the king wrote to the queen.",
    "Related parties were not informed, the ministry said.",
    "Latest figures show that prices rose by 4 percent.",
    "Comments by the minister angered the king.",
    "Share prices fell in Strelsau after the speech.",
    "Follow us, the minister told his party.",
    "Tags were found on every bird, the institute said.",
    "Subscribe to nothing that you have not read, the minister said.",
    "Copyright law will be changed, the minister said.",
    "- Ruritanian state agency Zenda quoted the minister as saying that the lake is open.",
    "– “Provocations” at the lake –",
    "A long quarrel",
    "Other notable news:",
    "This story has been told in Strelsau for years, the minister said.",
    "Editing the law took a year, the minister said.",
    "File the report by Monday, the minister told them.",
    "Leave a reply to the king for later, the minister said.",
    "3 people were hurt.",
    "The king: a life at the lake",
    "The talks will go on next week. (Reuters)",
    "According to a Reuters/Ipsos poll, the two are in a dead heat.",
    "That is what 40 percent think, according to Reuters/Ipsos.",
    "The fleet was bought. The owner is a bank in Strelsau. [Reuters]",
    "Standards are high, the minister said.",
    "Video of the speech was shown to the court.",
]
PLACES = ("anywhere", "head", "tail", "opens", "closes")


@pytest.mark.parametrize(("kind", "where", "line"), MARKED)
def test_a_prompt_or_label_is_known_for_what_it_is(kind, where, line):
    assert kind_of(line, where) == kind


@pytest.mark.parametrize("line", BODY)
def test_a_sentence_or_heading_of_a_report_fits_no_rule(line):
    assert {where: kind_of(line, where) for where in PLACES} == dict.fromkeys(PLACES)


@pytest.mark.parametrize(
    ("line", "dateline"),
    [
        ("MOSCOW, Dec 21 (Reuters) - The ministry said no.", "MOSCOW, Dec 21 (Reuters) - "),
        ("STRELSAU (AP) — The ministry said no.", "STRELSAU (AP) — "),
        ("STRELSAU, Ruritania (AP) — The ministry said no.", "STRELSAU, Ruritania (AP) — "),
        ("STRELSAU — The ministry said no.", "STRELSAU — "),
        ("(Reuters) - The ministry said no.", "(Reuters) - "),
        ("STRELSAU, December 21. /TASS/. The ministry said no.", "STRELSAU, December 21. /TASS/. "),
        ("Strelsau, 21 December – The ministry said no.", "Strelsau, 21 December – "),
        ("NEW ZENDA, June 4, 2021 (Xinhua) -- The ministry said no.", "NEW ZENDA, June 4, 2021 (Xinhua) -- "),
        ("The ministry said no.", None),
        ("Strelsau - the capital - was quiet.", None),
        ("KRAL: We said no to that.", None),
        ("NATO said on December 21 that it was ready.", None),
        ("A well-known minister said no.", None),
    ],
)
def test_a_dateline_ends_where_the_first_sentence_begins(line, dateline):
    found = DATELINE.match(line)
    assert (found and found[0]) == dateline


def test_every_rule_names_a_kind_that_the_records_know():
    assert {rule.kind for rule in RULES} <= set(MARK_KINDS)
