"""The table of rules for boilerplate: by shape and by the prompts in wide use in templates of news sites.

To teach the reader a new prompt, add a line here and an example to ``tests/read/test_rules.py``. A pattern is matched
from the beginning of a line, ignoring case unless it says ``(?-i:...)``; ``$`` where the whole line must match. A line
of running prose that is marked loses its statements: write patterns so narrow that no sentence of a report fits.
"""

# ruff: noqa: E501 - one rule a line

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from kgraph.read.lines import LONG

Where = Literal["anywhere", "head", "tail", "opens", "closes"]
"""Where a rule holds.

``head``: before the first line of prose; ``tail``: after the last one; ``opens``: a heading, what follows it up to the
next prose is of its kind too; ``closes``: a heading that only stands below an article, all that follows is of its kind.
"""


class Rule(NamedTuple):
    """One row: lines that look like this, there, are of this kind (one of ``records.MARK_KINDS``)."""

    kind: str
    where: Where
    pattern: str


_NAME = r"(?-i:[A-ZÀ-ÞА-Я][\w'’.-]*)"
_PERSON = rf"{_NAME}(?:\s+(?:(?:van|von|de|der|del|al|bin|el|la|ten|di|da)\s+)?{_NAME}){{1,4}}"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?"
_PICTURE = r"(?:file |archive |stock |cover |representative )?(?:photo(?:graph)?|picture|image|pic|illustration|video|graphic|map)s?"
_AGENCY = r"(?-i:REUTERS|Reuters|AP(?: Photo)?|AFP|EPA|Getty(?: Images)?|GETTY IMAGES|TASS|Sputnik|SPUTNIK|Xinhua|Shutterstock|iStock|DPA|dpa|EFE|ANSA|PTI|ANI|Anadolu|AA|UNIAN|Ukrinform|Bloomberg|Alamy|Unsplash|Pixabay|Wikimedia(?: Commons)?|VCG|POOL|Pool)"
_WE = r"(?:this (?:web)?site|we|our (?:web)?site|our partners|the site)"
_LIST = r"(?:posts?|articles?|news|stor(?:y|ies)|topics?|reads?|reading|videos?|headlines|coverage|content|links|materials?|publications?)"
_SITES = r"(?:facebook|twitter|x|telegram|whatsapp|linkedin|reddit|pinterest|email|e-mail|instagram|youtube|vk|viber|messenger|google news|rss)"

RULES = (
    # Captions and picture credits.
    Rule("caption", "anywhere", rf"[(\[]?{_PICTURE}(?:\s+(?:by|credits?|courtesy(?: of)?|source|copyright|caption))?\s*[:/|©]\s*\S.{{0,90}}$"),
    Rule("caption", "anywhere", rf"[(\[]{_PICTURE}\s+(?:by|courtesy|from|via|taken)\b[^)\]]{{1,120}}[)\]]\.?$"),
    Rule("caption", "anywhere", rf"{_PICTURE}\s+(?:by|credits?|courtesy of|copyright)\s+(?-i:[A-Z@©])[^.!?]{{0,70}}$"),
    Rule("caption", "anywhere", r"(?-i:FILE|File)\s*(?:photo|picture|image)?\s*(?:[:–—]|\s-)\s"),
    Rule("caption", "anywhere", r"image (?:caption|copyright|source)\b[,:]?\s"),
    Rule("caption", "anywhere", rf".{{3,400}}[\s.(\[|,]{_PICTURE}(?:\s+(?:by|credits?|courtesy(?: of)?|source))?\s*:\s*[^.!?\"”]{{2,70}}[)\]]?\.?$"),
    Rule("caption", "anywhere", rf".{{3,400}}[(\[]\s*{_PICTURE}\s+(?:by|courtesy|from|via)\b[^)\]]{{1,90}}[)\]]\.?$"),
    Rule("caption", "anywhere", rf".{{0,400}}[\s(\[|©]{_AGENCY}\s*/\s*(?:{_PERSON}|{_AGENCY}|(?-i:Handout|POOL|Pool|File|Files|TASS|TNS|ZUMA))(?:\s*/\s*[\w ]{{2,30}})?[)\]]?\.?$"),
    Rule("caption", "anywhere", rf".{{0,400}}(?:©|\(c\))\s*{_AGENCY}\b.{{0,60}}$"),
    Rule("caption", "anywhere", rf"[(\[]?(?:{_AGENCY}\s*/\s*)+(?-i:[A-Z])[^.!?\"”]{{1,50}}$"),
    Rule("caption", "anywhere", rf".{{3,300}}\[(?:[^\]]{{0,60}}/\s*{_AGENCY}|{_AGENCY}\s*/[^\]]{{1,60}}|File:[^\]]{{1,60}})\]$"),
    Rule("caption", "anywhere", rf"[^.!?]{{3,200}}\[{_AGENCY}\]$"),
    Rule("caption", "anywhere", rf".{{3,300}}\([^)]{{1,60}}/\s*{_AGENCY}\)$"),
    Rule("caption", "anywhere", r"(?:.{0,40}(?:/|\bvia)\s*)?(?-i:Getty Images|AP Photo|Shutterstock|iStock|Alamy|Unsplash|Pixabay|Wikimedia Commons)$"),
    # Who wrote it, and when.
    Rule("byline", "anywhere", rf"(?:(?:story|words|text|article|report|analysis|opinion|review)\s+)?(?-i:By|BY|by:):?\s+{_PERSON}(?:\s*(?:,|\||and|&|/|-|–|—|for|in)\s*{_NAME}[^.!?]{{0,60}}|\s+{_TIME})?$"),
    Rule("byline", "anywhere", r"\(?(?:additional )?(?:reporting|writing|editing|compiled|written|reported|translated|edited|posted|published|authored|submitted|contributed|produced|reviewed|fact-checked)\s+by:?\s+(?-i:[A-Z@])[^.!?]{1,150}[.)]*$"),
    Rule("byline", "anywhere", r"(?:authors?|editors?|translators?|reporters?|correspondents?|writers?)\s*:\s*[^.!?]{2,80}$"),
    Rule("byline", "head", r"by:?\s+[^.!?]{2,70}$"),
    Rule("byline", "head", rf"{_NAME}(?:\s+\S+){{1,5}}\s+{_TIME}$"),
    Rule("byline", "head", rf"{_PERSON}\s*(?:,|\||-|–|—|/|•|·)\s*(?:[\w &]{{0,30}}\b(?:correspondent|reporter|editor|writer|desk|bureau|news|times|post|agency|columnist|analyst|staff)\b)[^.!?]{{0,40}}$"),
    Rule("byline", "head", r"(?:staff (?:writer|reporter)s?|(?:\w+ )?news ?wires?|(?-i:Reuters|AP|AFP|TASS|Xinhua|PTI|ANI)(?: staff)?|news desk|web desk|online desk|our correspondent|agencies|newsroom|editorial team|admin)$"),
    Rule("dateline", "head", r"\d+\s+(?:minutes?|hours?|days?|weeks?|months?|years?)\s+ago$"),
    Rule("dateline", "anywhere", rf"{_TIME}\s*(?-i:[A-Z]{{2,4}})?\s*(?:[|·–-]\s*(?:breaking|updated?|latest|live|new|just in|key moment|alert)\b[^.!?]{{0,20}})?$"),
    # Where it comes from.
    Rule("source", "anywhere", r"[(\[]?(?:original |news |main )?sources?\s*:\s*\S.{0,120}$"),
    Rule("source", "anywhere", r"(?:this|the) (?:article|story|report|post|piece|material) (?:(?:was|is|has|had|been|originally|first|also) )*(?:appeared|published|republished|reprinted|posted|syndicated)\b.{0,30}\b(?:in|on|by|at|from|with)\b.{1,120}$"),
    Rule("source", "anywhere", r"(?:originally|first) (?:published|appeared|posted) (?:in|on|by|at)\b.{1,100}$"),
    Rule("source", "anywhere", r"the post .{1,250} (?:first appeared|appeared first) on .{1,80}$"),
    Rule("source", "anywhere", r"(?:except for the headline, )?this (?:story|report|article) has (?:not been|been (?:published|auto))\b.{1,160}$"),
    Rule("source", "tail", r"[(\[]?according to (?-i:[A-Z])[^,;:!?]{1,50}[)\]]?$"),
    Rule("source", "tail", rf"[-–—(\[]\s*(?:with (?:inputs|agency inputs|agencies|files).{{0,60}}|{_AGENCY}(?:\s*/\s*{_AGENCY})*|(?-i:[A-Z]{{2,8}}))\s*[)\]]?\.?$"),
    Rule("source", "tail", r"(?:with inputs from|with files from|via)\s+\S.{1,60}$"),
    # Lists of other articles.
    Rule("related", "anywhere", r"[-–—>»\[(•*]*\s*(?:read|see|watch|listen|learn)\s+(?:also|more|next|this)(?:\s+(?:on|about|here|from|in)\b[^:]{0,50})?\s*[:|–—»>](?:\s*\S.{0,220})?$"),
    Rule("related", "anywhere", r"[-–—>»\[(•*]*\s*(?:also read|also see|also watch|must read|don['’]t miss|related|recommended|trending|more (?:on this|news|stories)|in case you missed it|you may also like|you might also like)\s*[:|»>](?:\s*\S.{0,220})?$"),
    Rule("related", "anywhere", rf"(?:related|recommended|popular|latest|recent|similar|previous|next|featured)\s+{_LIST}\s*:\s*\S.{{0,200}}$"),
    Rule("related", "opens", rf"(?:(?:see |read |our |the |view |all )*(?:related|recent|latest|popular|trending|recommended|similar|most (?:read|viewed|popular|commented)|top|featured|editor['’]?s['’]? picks?|must[- ]read|breaking)\s*(?:{_LIST})?(?: (?:and|&) {_LIST})?|more (?:{_LIST}|(?:from|on|in|about) .{{1,40}})|(?:other|further) (?:related )?(?:posts|articles|stories|reading))\s*[:»>]?$"),
    Rule("related", "opens", r"(?:you (?:may|might) (?:also )?(?:like|be interested in)|recommended for you|read (?:also|more|next|this next)|see also|also read|more like this|up next|in case you missed it|around the web|from around the web|sponsored(?: content| links)?|promoted(?: content| stories)?|what to read next|related)\b[^.!?]{0,40}[:»>!]?$"),
    Rule("navigation", "opens", r"(?:related )?(?:topics?|tags?|keywords|categories)\s*:?$"),
    # Comment forms and comments.
    Rule("comment", "closes", r"(?:leave|post|write|add) (?:a |your |an? )?(?:reply|comment|response)s?(?: to [^.,!?]{0,80})?(?: cancel reply)?\s*[:!]?$"),
    Rule("comment", "opens", r"(?:comments?\s*\(\d+\)|\d+ (?:comments?|responses?|replies|thoughts on .{1,150}))\s*:?$"),
    Rule("comment", "opens", r"(?:join the (?:conversation|discussion)|be the first to comment|comments(?: section)?|view (?:all )?comments)\s*[:!]*$"),
    Rule("comment", "anywhere", r"your email address will not be published.{0,80}$"),
    Rule("comment", "anywhere", r"required fields are marked.{0,20}$"),
    Rule("comment", "anywhere", r"please enter (?:your|a valid) (?:comment|name|email).{0,60}$"),
    Rule("comment", "anywhere", r"you have entered an incorrect email address.{0,20}$"),
    Rule("comment", "anywhere", r"save my name, e-?mail,? .{0,100}$"),
    Rule("comment", "anywhere", r"(?:you must be|please) (?:log|sign)(?:ged)?[ -]?in to (?:post|leave|comment|reply|join).{0,60}$"),
    Rule("comment", "anywhere", r"(?:notify me of (?:follow-?up|new) (?:comments|posts)|this site uses akismet|learn how your comment data).{0,100}$"),
    Rule("comment", "anywhere", r"(?:no comments(?: yet)?|comments are closed|comments off(?: on .{0,150})?|\(?optional\)?|cancel reply|post comment|submit comment)\s*[.!]?$"),
    # The site's own furniture.
    Rule("navigation", "anywhere", r"(?:©|\(c\)\s*(?=\d{4})|copyright\b\s*(?:©|\(c\)|\d{4}|:)).{0,200}$"),
    Rule("navigation", "anywhere", r"(?:.{0,120}\W)?all rights (?:are )?reserved\b.{0,250}$"),
    Rule("navigation", "anywhere", r"powered by[^.!?,]{0,60}$"),
    Rule("navigation", "anywhere", rf"{_WE} (?:and (?:our|its) partners )?(?:uses?|may use|stores?) (?:\w+ ){{0,4}}cookies\b.{{0,450}}$"),
    Rule("navigation", "anywhere", r"(?:by (?:continuing|clicking|using|browsing|signing|subscribing|registering)\b.{0,120}\b(?:(?:this|our) (?:web)?site|cookies|privacy policy|terms (?:of|and)|you (?:agree|accept|consent)))\b.{0,300}$"),
    Rule("navigation", "anywhere", r"(?:accept|reject|manage|allow) (?:all |necessary |only )?(?:cookies|preferences)?\s*(?:settings)?$"),
    Rule("navigation", "anywhere", r"(?:cookie|privacy) (?:policy|notice|settings|preferences|consent)\b.{0,40}$"),
    Rule("navigation", "anywhere", r"(?:subscribe|sign up|register) (?:now|today|here|to (?:our|the|receive|get|continue|read)|for (?:our|the|free|a)|via|with)\b.{0,160}$"),
    Rule("navigation", "anywhere", r"(?:already|not) (?:a |have an? )?(?:subscriber|member|account)\b.{0,60}$"),
    Rule("navigation", "anywhere", r"(?:(?:click here to |to )?(?:unsubscribe|opt out|update your (?:e-?mail )?preferences|manage (?:your )?(?:e-?mail )?(?:preferences|subscriptions?))\b|you(?:['’]re| are) (?:receiving|getting) this (?:e-?mail|newsletter|message)\b|(?:view|read|open) (?:this (?:e-?mail|newsletter|message) |it )?(?:in|on) (?:your |a |the )?(?:web )?(?:browser|web)\b|forward (?:this|to a friend)\b|(?:having )?(?:trouble|problems) (?:viewing|reading) this\b|was this (?:e-?mail|newsletter) forwarded\b).{0,160}$"),
    Rule("navigation", "anywhere", r"(?:follow|like|join|find|support|contact|donate to) us\b(?: (?:on|at|via|in)\b.{0,100}| today.{0,40})?[.!:]*$"),
    Rule("navigation", "anywhere", r"join (?:our|the) .{0,30}(?:telegram|whatsapp|channel|newsletter|community)\b.{0,80}$"),
    Rule("navigation", "anywhere", r"download (?:our|the) .{0,30}\bapps?\b.{0,80}$"),
    Rule("navigation", "anywhere", r"(?:get|receive) (?:the |our |all )?(?:latest |daily |breaking |top )*(?:news|updates|stories|headlines|newsletter)\b.{0,40}\b(?:inbox|e-?mail|phone|app|device|delivered)\b.{0,60}$"),
    Rule("navigation", "anywhere", rf"(?:click (?:here )?to |you can |please )?(?:share|tweet|pin|print|send|e-?mail)(?: (?:this|it|on|via|to|with|by|article|story|post|page|friends?|a|link|social media|{_SITES})\b)+\s*(?:\(opens in new window\))?[:!.]*$"),
    Rule("navigation", "anywhere", rf"(?:(?:share|follow us on)\s*:?\s*)?{_SITES}(?:[\s|,/•·]+{_SITES})+$"),
    Rule("navigation", "anywhere", r"(?:copy|get) (?:the )?(?:short )?(?:link|url)(?: to clipboard)?$"),
    Rule("navigation", "anywhere", r"(?:skip|jump|go|back) to (?:the )?(?:main |top|content|navigation|page|home)\b.{0,20}$"),
    Rule("navigation", "anywhere", r"(?:tags?|filed under|posted in|categor(?:y|ies)|keywords|labels|topics?|hashtags?)\s*:\s*[^.!?]{0,200}$"),
    Rule("navigation", "anywhere", r"(?:our standards|(?:reuse|republish|report) this (?:content|article|story|page|ad)|view all posts by|all posts by|more posts by|about the author)\b.{0,60}$"),
    Rule("navigation", "anywhere", r"(?:advertisement|advertising|advertorial|story continues below.{0,30}|article continues (?:below|after).{0,30}|continue reading.{0,80}|loading\W*|please wait\W*)$"),
    Rule("navigation", "anywhere", r"(?:\d+|one|two|five|ten)[ -]?min(?:ute)?s? read$"),
    Rule("navigation", "anywhere", r"(?:enable javascript|please enable javascript|your browser does not support|javascript is (?:disabled|required))\b.{0,120}$"),
    Rule("navigation", "anywhere", r"https?://\S+$"),
    Rule("navigation", "anywhere", r"(?:terms (?:of|and) (?:use|service|conditions)|disclaimer\s*:|views expressed (?:in this|here)|the views expressed|the opinions expressed)\b.{0,400}$"),
    Rule("navigation", "head", r"[\w&' -]{2,30}(?:\s*[>»›/|]\s*[\w&' -]{2,40}){1,5}$"),
    Rule("navigation", "tail", r"featured\s+.{2,60}$"),
)  # fmt: skip

_ALONE = {
    "navigation": (
        "home|menu|search|share|tweet|print|email|e-mail|save|close|login|log in|sign in|sign up|register|subscribe|"
        "facebook|twitter|telegram|whatsapp|linkedin|reddit|pinterest|instagram|youtube|viber|vk|rss|newsletter|"
        "about us|contact us|contact|advertise|careers|privacy|terms|sitemap|read more|show more|load more|see all|"
        "view all|next|previous|prev|back|next article|previous article|next post|previous post|top|back to top|ads|"
        "skip|copy link|share this|share article|share this article|share this story|listen|listen to article|"
        "toggle navigation|open menu|close menu|main menu|advertise with us|our apps|follow us|text size|font size|"
        "a+|a-|aa|like|like this|like loading|report an error|report a typo|report error|accept|decline|ok|got it"
    ).split("|"),
    "comment": ["reply", "submit", "name", "email", "website", "comment", "name *", "email *", "comment *"],
}
ALONE = {phrase: kind for kind, phrases in _ALONE.items() for phrase in phrases}
"""Labels that are boilerplate when they make up a whole line: folded text -> kind."""

_COMPILED: dict[Where, list[tuple[str, re.Pattern[str]]]] = {}
for _rule in RULES:
    _COMPILED.setdefault(_rule.where, []).append((_rule.kind, re.compile(_rule.pattern, re.IGNORECASE)))

DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’.-]+(?:[ ,/]+(?:[A-Za-zÀ-ÿ][\w'’.-]*|\d{1,4})){0,8}?[ ,.]*)?"
    rf"\(\s*{_AGENCY}\b[^)]{{0,40}}\)\s*(?:[-–—:]+|\.)\s*"
    r"|(?-i:[A-ZÀ-Þ][A-ZÀ-Þ'’.-]{2,})(?:[ /](?-i:[A-ZÀ-Þ][A-ZÀ-Þ'’.-]*)){0,3}"
    rf"(?:,\s*(?-i:[A-Z])[\w. ]{{1,25}})?(?:,?\s+{_MONTH}\.?\s+\d{{1,2}}(?:,?\s+\d{{4}})?)?(?:\s*\([\w. /]{{2,30}}\))?\s*[-–—]+\s+"
    rf"|(?-i:[A-ZÀ-Þ])[\w'’.-]+(?:[ ,/]+[A-Z][\w'’.-]+){{0,3}},\s+{_MONTH}\.?\s+\d{{1,2}}(?:,?\s+\d{{4}})?"
    r"(?:[.,]?\s*[/(][\w. ]{2,20}[/)])?\s*[-–—./:]+\s*"
    rf"|(?-i:[A-ZÀ-Þ])[\w'’.-]+(?:[ ,/]+[A-Z][\w'’.-]+){{0,3}},\s+\d{{1,2}}\s+{_MONTH}\.?(?:\s+\d{{4}})?"
    r"(?:[.,]?\s*[/(][\w. ]{2,20}[/)])?\s*[-–—./:]+\s*",
    re.IGNORECASE,
)
"""Place, day and agency before the first sentence of a report, dash and white space included."""


def kind_of(text: str, where: Where) -> str | None:
    """Return the kind of boilerplate that a line is by the rules for one place, else None.

    >>> kind_of("Copy Link", "anywhere")
    'navigation'
    >>> kind_of("The ministry copied the link to its report.", "anywhere")
    """
    if len(text) > LONG:
        return None
    text = text.strip("*_ ")  # Markdown's emphasis
    if (
        where == "anywhere"
        and len(text) < 30
        and (alone := ALONE.get(" ".join(text.casefold().strip(" .:!»>…›|•").split())))
    ):
        return alone
    return next(_matches(text, where), None)


def _matches(text: str, where: Where) -> Iterator[str]:
    return (kind for kind, pattern in _COMPILED.get(where, ()) if pattern.match(text))
