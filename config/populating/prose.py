"""Pure: sentences that read like English and mean nothing, and names of places that are nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from random import Random

from config.populating.spread import Zipf

_SENTENCE = re.compile(r"[A-Z][A-Za-z0-9 ,;'\u2019-]{8,}[.?!]")
_LONGEST = 45
_CONSONANTS = ("b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "v", "br", "gr", "st", "tr", "sk")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "oe")
_ENDINGS = ("", "n", "r", "ll", "sund", "berg", "ford", "wick", "mere")
MOST_NAMES = 20_000


class Prose:
    """Says things in the words of the texts that it was made of, two of which lead to the next."""

    def __init__(self, texts: Iterable[str]):
        self._next: dict[tuple[str, str], list[str]] = {}
        self._starts: list[tuple[str, str]] = []
        for sentence in (found[0] for text in texts for found in _SENTENCE.finditer(text)):
            words = sentence.replace("\u2019", "'").split()
            if len(words) > 2:
                self._starts.append((words[0], words[1]))
                for one, two, three in zip(words, words[1:], words[2:], strict=False):
                    self._next.setdefault((one, two), []).append(three)
        self._names = Zipf(MOST_NAMES)

    def sentence(self, rng: Random) -> str:
        """Return one sentence; one of four names a place."""
        words = list(rng.choice(self._starts))
        while len(words) < _LONGEST and (following := self._next.get((words[-2], words[-1]))):
            words.append(rng.choice(following))
        text, end = " ".join(words).rstrip(",;.?!"), words[-1][-1]
        end = end if end in "?!" else "."
        return f"{text} in {self.name(rng)}{end}" if rng.random() < 0.25 else f"{text}{end}"

    def title(self, rng: Random) -> str:
        """Return a few words and a place, without a full stop."""
        words = self.sentence(rng).rstrip(".?!").replace(",", "").replace(";", "").split()
        return " ".join([*words[: rng.randint(2, 6)], "in", self.name(rng)])

    def name(self, rng: Random) -> str:
        """Return the name of a place: few are named often, most hardly ever."""
        return name_of(self._names.pick(rng))


def name_of(rank: int) -> str:
    """Return the name of the place of this rank, below MOST_NAMES; all are different."""
    rest, ending = divmod(rank, len(_ENDINGS))
    syllables = ""
    while rest or not syllables:
        rest, vowel = divmod(rest, len(_VOWELS))
        rest, consonant = divmod(rest, len(_CONSONANTS))
        syllables += _CONSONANTS[consonant] + _VOWELS[vowel]
    return (syllables + _ENDINGS[ending]).capitalize()
