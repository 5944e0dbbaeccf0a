"""Pure: what flattering spam is made of: its phrases, what it sells, and words that say nothing.

English mostly, since that is what it is written in; a few phrases of neighbours besides.
"""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


def _words(name: str) -> frozenset[str]:
    return frozenset((_FOLDER / f"{name}.txt").read_text().split())


_PRAISE = (
    r"\b(?:great|nice|good|awesome|amazing|excellent|fantastic|wonderful|brilliant|superb|lovely"
    r"|useful|helpful|informative|interesting|valuable|insightful|impressive|outstanding|magnificent"
    r"|fabulous|remarkable|perfect|cool|beautiful|terrific|incredible|quality)\s+(?:\w+\s+){0,2}?"
    r"(?:posts?|articles?|blogs?|sites?|websites?|web ?pages?|writing|write-?ups?|reads?|content"
    r"|information|info|stuff|work|job|ideas?|tips|resources?|pieces?|points?|weblogs?)\b",
    r"\bthank(?:s| you)\b.{0,40}\b(?:sharing|posting|writing|information|info|article|post|blog"
    r"|site|effort|work)\b",
    r"\bkeep (?:it|up|on|going|writing|posting|sharing)\b",
    r"\b(?:i|we)(?:'m| am|'ve| have)?\s+(?:\w+\s+){0,2}?(?:love|loved|loving|like|liked|enjoy"
    r"|enjoyed|enjoying|appreciate|admire)\s+(?:\w+\s+){0,4}?(?:posts?|articles?|blogs?|sites?"
    r"|websites?|writing|style|content|work|pages?)\b",
    r"\bbook-?mark(?:ed|ing)?\b",
    r"\b(?:come|coming|check(?:ing)?|be|visit(?:ing)?|return(?:ing)?) back\b",
    r"\blook(?:ing)? (?:forward|ahead) to\b",
    r"\b(?:well written|very informative|spot on|so helpful|great insight|right here|on this topic"
    r"|this subject|helped me out|pretty much|hats off|bravo|kudos|two thumbs up)\b",
    r"\b(?:share|shared|tell|recommend|suggested)\b.{0,40}\b(?:friends?|cousin|brother|colleagues?"
    r"|co-?workers?|followers|twitter|facebook)\b",
    r"\b(?:what a (?:great|nice)|i couldn'?t (?:refrain|resist|agree more)|this is really)\b",
    r"\b(?:tolle[rs]?|super|klasse|schöne[rs]?|gute[rs]?) (?:beitrag|artikel|blog|(?:web)?seite)\b",
    r"\b(?:excellent|très bon|super) (?:article|blog|site|billet)\b",
    r"\b(?:excelente|gran|buen|ótimo|muy buen) (?:artículo|artigo|blog|post|sitio|site)\b",
)
_LOOKS = (
    r"\b(?:theme|template|layout|design(?:er|ed)?|colou?r scheme|color|fonts?|graphics"
    r"|web ?design)\b.{0,60}"
    r"\b(?:blog|site|website|web ?page|yours?|did you|custom|hire|create|find)\b",
    r"\b(?:blog|site|website|web ?page)(?:'s)?\b.{0,60}\b(?:theme|template|layout|design"
    r"|loads?|loading|speed|host(?:ing|ed)?|platform|navigate|user.friendly|browsers?"
    r"|internet explorer|firefox|safari|opera|mobile|iphone|android|smartphone)\b",
    r"\b(?:rss|feeds?|newsletter|e-?mail subscription|subscribe)\b.{0,60}\b(?:link|find|locate"
    r"|site|blog|your|updates|grab|signup)\b",
    r"\b(?:web ?host|hosting(?: provider| company)?|affiliate link|blog platform|captcha plugin)\b",
    r"\b(?:which|what) (?:blog )?(?:platform|cms|plugin)\b",
    r"\b(?:spam comments|guest (?:post|author|writer)|content writer|search engines?|google rank"
    r"|page ?rank|seo|backlinks?|blog roll|link exchange|exchange links|monetiz|plagiari[sz]ed)\b",
    r"\b(?:run(?:ning)? off the screen|browser compatib\w+|formatting issue|coding knowledge"
    r"|html coding|wysiwyg|start(?:ing)? (?:my own|a) (?:blog|site|website))\b",
)
PRAISE = re.compile("|".join(_PRAISE), re.I | re.S)
LOOKS = re.compile("|".join(_LOOKS), re.I | re.S)

# What is sold by comments. In a name or a host one of these is enough; no surnames among them.
WARES = _words("wares")
# Those that also begin or end other words, as in updating, parental and hypothesis.
_PARTS = _words("parts")
# Found at either end of what is written together, as in onlinecasino.
OUTER_WARES = tuple(sorted(word for word in WARES - _PARTS if len(word) >= 6))
# Two of these say as much as one ware.
PUFFERY = _words("puffery")
PUFFERY_OF_NAMES = PUFFERY - {"in", "for", "and", "now", "24"}

# Words of four letters or more that stand in comments on any post.
EMPTY_WORDS = _words("empty")
