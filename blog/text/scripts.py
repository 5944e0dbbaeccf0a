"""Pure: the script and the language that a text is written in, as far as a few words tell."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from unicodedata import name, normalize

_WORD = re.compile(r"[^\W\d_]+")
# One script each, or writings that use several side by side.
_TOGETHER = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "HANGUL": "HANGUL", "BOPOMOFO": "CJK"}
_LOOK_ALIKE_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁԛԝһкмтвнгАВЕКМНОРСТУХІЈЅαορυνικτεΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdqwhkmtbhrABEKMHOPCTYXIJSaopuvikteABEZHIKMNOPTYX",
)
# The commonest little words: they make up a third of any text of some length.
_LITTLE_WORDS = {
    "en": "the and of to in is you that it for was on are with this have not be at but they what",
    "de": "der die das und ist nicht ich ein eine zu den mit auf für sich es dem auch wie wir sie",
    "fr": "le la les et est une des que pas pour dans vous je il sur avec ce qui du au sont mais",
    "es": "el la los las y es una que no por para con en se lo como su más pero del al muy este",
    "it": "il la di che è non un per una sono con ho mi del si le anche come ma questo nel alla",
    "pt": "o os as e é um uma que não para com em se do da no na por mais mas como muito você",
    "nl": "de het een en van is niet ik dat op te zijn voor met die er maar aan ook heb wat naar",
    "sv": "och att det som en på är av för med den till inte jag har om ett men var så vi från",
    "da": "og at det som en på er af for med den til ikke jeg har om et men var så vi fra",
    "pl": "i w nie na się to jest że do jak ale za co tak po od mnie już czy był tylko dla przez",
    "tr": "bir ve bu için çok ile da ne gibi daha var ama olarak değil kadar sonra ben sen ya",
    "id": "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga saya ke bisa ada kita",
    "ru": "и в не на что я с он как это но по из у за так же вы то мы все было для от бы",  # noqa: RUF001
}
_LANGUAGES_OF = {
    word: frozenset(code for code, line in _LITTLE_WORDS.items() if word in line.split())
    for line in _LITTLE_WORDS.values()
    for word in line.split()
}
_FEWEST_WORDS = 10
_FEWEST_LITTLE_SHARE = 0.15


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


@cache
def script_of(letter: str) -> str:
    """Return the script of one letter, such as LATIN; those of Chinese and Japanese are CJK."""
    first = name(letter, "UNKNOWN").split()[0]
    return _TOGETHER.get(first, first)


def count_scripts(text: str) -> Counter[str]:
    """Count the letters of `text` by their script; ornamental ones as what they stand for."""
    return Counter(script_of(letter) for letter in normalize("NFKC", text) if letter.isalpha())


def is_mixed(word: str) -> bool:
    """Does `word` mix scripts that have letters of the same look?"""
    if word.isascii():
        return False
    return len({script_of(letter) for letter in word} & _LOOK_ALIKE_SCRIPTS) > 1


def undisguised(text: str) -> str:
    """Return `text` with the words that mix scripts spelt in the Latin letters they look like."""
    return _WORD.sub(
        lambda found: found[0].translate(_LOOK_ALIKES) if is_mixed(found[0]) else found[0], text
    )


def language_of(text: str) -> str:
    """Return the code of the language of `text`, or nothing where a few words do not tell it."""
    words = [word.casefold() for word in words_of(text)]
    if len(words) < _FEWEST_WORDS:
        return ""
    hits = Counter(code for word in words for code in _LANGUAGES_OF.get(word, ()))
    (first, most), (_second, next_most) = [*hits.most_common(2), ("", 0), ("", 0)][:2]
    is_clear = most >= len(words) * _FEWEST_LITTLE_SHARE and most >= 1.5 * next_most
    return first if is_clear else ""
