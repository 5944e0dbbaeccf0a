"""Pure: whole texts put together from pieces, as long as real ones are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from blog.text.plain import crop
from blog.text.render import SUMMARY_LENGTH, Rendered
from config.populating.pieces import (
    ADDRESS,
    PLACE,
    SLUG,
    CommentPieces,
    Piece,
    PostPieces,
)
from config.populating.prose import Prose
from config.populating.spread import Lengths

_POST_WORDS = Lengths(median=350, spread=0.75, most=6000)
_COMMENT_WORDS = Lengths(median=30, spread=0.9, most=1200)
_HEADING_EVERY, _SENTENCE_WORDS = 200, 12
_MORE_SHARE, _SHORT_SHARE, _ASIDE_SHARE = 0.2, 0.12, 0.1


@dataclass(frozen=True)
class PostText:
    """The text of a post: a lead and what follows; `has_more` of it is behind the teaser."""

    lead: Piece
    rest: Sequence[Piece]
    more: Piece | None = None

    @cached_property
    def _pieces(self) -> list[Piece]:
        return [self.lead, *([self.more] if self.more else []), *self.rest]

    @property
    def body(self) -> str:
        return "\n\n".join(piece.source for piece in self._pieces)

    @property
    def links(self) -> list[str]:
        """Where it leads outside, each address once, in their order."""
        return list(dict.fromkeys(link for piece in self._pieces for link in piece.links))

    def rendered(self, slug: str) -> Rendered:
        """Return what blog.text.render would make of `body`."""
        html = "".join(piece.html for piece in self._pieces).replace(SLUG, slug).strip()
        plain = " ".join(piece.plain for piece in self._pieces if piece.plain)
        teaser = self.lead.html.strip() if self.more else ""
        return Rendered(html, teaser, crop(plain, SUMMARY_LENGTH))


def write_post(
    pieces: PostPieces, prose: Prose, rng: Random, *, earlier: str = "", words: int = 0
) -> PostText:
    """Write a text that leads to the address of an `earlier` post, if there is one.

    Of so many `words`; without them, of as many as a post has.
    """
    lead = rng.choice(pieces.linking_leads if earlier else pieces.leads)
    lead = lead.with_text(PLACE, prose.name(rng)).with_text(ADDRESS, earlier)
    more = pieces.more if rng.random() < _MORE_SHARE else None
    left = (words or _POST_WORDS.pick(rng)) - lead.size
    return PostText(lead, list(_sections(pieces, rng, left)), more)


def _sections(pieces: PostPieces, rng: Random, words: int) -> Iterator[Piece]:
    """Yield paragraphs, with a heading now and then, and between two of them a list or the like.

    Never two asides in a row: of two lists Markdown makes one.
    """
    most = min(len(pieces.headings), max(words, 0) // _HEADING_EVERY)
    headings = rng.sample(pieces.headings, most)
    written = 0
    while written < words:
        if headings and written >= words * (most + 1 - len(headings)) // (most + 1):
            yield headings.pop()
        paragraph = rng.choice(pieces.paragraphs)
        yield paragraph
        written += paragraph.size
        if rng.random() < _ASIDE_SHARE:
            aside, closing = rng.choice(pieces.asides), rng.choice(pieces.paragraphs)
            yield from (aside, closing)
            written += aside.size + closing.size


def write_comment(pieces: CommentPieces, rng: Random) -> tuple[str, str]:
    """Return source and HTML of a comment, which is often short and sometimes very long."""
    if rng.random() < _SHORT_SHARE:
        short = rng.choice(pieces.short)
        return short.source, f"<p>{short.html}</p>"
    parts = list(_parts_of_comment(pieces, rng, _COMMENT_WORDS.pick(rng)))
    source = "\n\n".join(part.source for part in parts)
    return source, "".join(part.html for part in parts).strip()


def _parts_of_comment(pieces: CommentPieces, rng: Random, words: int) -> Iterator[Piece]:
    written = 0
    while written < words:
        paragraph = _paragraph(pieces, rng, 1 + (words - written) // _SENTENCE_WORDS)
        yield paragraph
        written += paragraph.size
        if written < words and rng.random() < _ASIDE_SHARE:
            aside = rng.choice(pieces.asides)
            yield from (aside, _paragraph(pieces, rng, 1))
            written += aside.size


def _paragraph(pieces: CommentPieces, rng: Random, most: int) -> Piece:
    """Put together a paragraph of up to so many sentences."""
    chosen = rng.choices(pieces.sentences, k=min(rng.randint(1, 6), most))
    source = " ".join(sentence.source for sentence in chosen)
    return Piece(source, f"<p>{' '.join(sentence.html for sentence in chosen)}</p>\n")
