"""Parts of texts, each rendered once by blog.text.render, and put together without rendering."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from blog.text.plain import words_of_html
from blog.text.render import render_comment, render_post
from config.populating.prose import Prose
from trackbacks.links import links_of

# Stands in the pieces of posts where the slug of the post will stand.
SLUG = "slugofthepost"
# Stand in the first paragraph of a post, for a place, and for the address of an earlier post.
PLACE, ADDRESS = "Nameofaplace", "/addressofapost/"
_BEFORE, _AFTER = "Before it.", "Behind it."
_EARLIER = f"There is [more of it in an earlier post]({ADDRESS})."
_MARK = "<!--more-->"

_CODE = (
    "```python\nfor number, line in enumerate(lines, start=1):\n    print(number, line)\n```",
    "```python\ndef distance(one, other):\n    return abs(one - other)  # in metres\n```",
    "```sql\nSELECT name, count(*) FROM walks GROUP BY name ORDER BY 2 DESC;\n```",
    "```sh\nfind . -name '*.jpg' -newer last | xargs cp -t album/\n```",
    "    indented = as_the_old_way\n    of_writing(code)",
)


@dataclass(frozen=True)
class Piece:
    """What stands in `source` becomes `html`, whatever stands before and behind it.

    `plain` is what it says in words, `links` where it leads.
    """

    source: str
    html: str
    plain: str = ""
    links: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many words it has, about."""
        return self.source.count(" ") + 1

    def with_text(self, stands: str, text: str) -> Piece:
        """Return this with `text`, plain letters or an address, where `stands` stands."""
        source, html, plain = (
            part.replace(stands, text) for part in (self.source, self.html, self.plain)
        )
        return Piece(source, html, plain, self.links)


def post_piece(source: str) -> Piece:
    return _piece(source, lambda text: render_post(text, "markdown", prefix=SLUG).html)


def comment_piece(source: str) -> Piece:
    return _piece(source, render_comment)


def comment_sentence(source: str) -> Piece:
    """A piece that stands within a paragraph."""
    html = render_comment(source)
    return Piece(source, html.removeprefix("<p>").removesuffix("</p>"))


def _piece(source: str, render: Callable[[str], str]) -> Piece:
    """Render `source` among others: what comes last on a page has no line end behind it."""
    whole = render(f"{_BEFORE}\n\n{source}\n\n{_AFTER}")
    html = whole.removeprefix(f"<p>{_BEFORE}</p>\n").removesuffix(f"<p>{_AFTER}</p>")
    return Piece(source, html, words_of_html(html), tuple(links_of(html, "")))


@dataclass(frozen=True)
class PostPieces:
    """What posts are made of: a lead, with a link to another post or without, then all else.

    `more` ends the teaser.
    """

    leads: Sequence[Piece]
    linking_leads: Sequence[Piece]
    paragraphs: Sequence[Piece]
    headings: Sequence[Piece]
    asides: Sequence[Piece]
    more: Piece


def post_pieces(prose: Prose, rng: Random, *, number: int) -> PostPieces:
    """Write the pieces of posts: `number` paragraphs, and fewer of all else."""
    asides = [_aside(prose, rng) for _ in range(number // 4)]
    leads = [_lead(prose, rng) for _ in range(number // 8)]
    return PostPieces(
        leads=[post_piece(source) for source in leads],
        linking_leads=[post_piece(f"{source} {_EARLIER}") for source in leads[: number // 32]],
        paragraphs=[post_piece(_paragraph(prose, rng)) for _ in range(number)],
        headings=[post_piece(f"## {prose.title(rng)}") for _ in range(number // 8)],
        asides=[post_piece(source) for source in [*asides, *_CODE * (number // 100)]],
        more=post_piece(_MARK),
    )


def _lead(prose: Prose, rng: Random) -> str:
    return f"{prose.sentence(rng)} That was in {PLACE}, and {PLACE} it is. {prose.sentence(rng)}"


def _paragraph(prose: Prose, rng: Random) -> str:
    sentences = [prose.sentence(rng) for _ in range(rng.randint(2, 7))]
    chosen = rng.randrange(len(sentences))
    chance = rng.random()
    if chance < 0.15:
        sentences[chosen] = f"**{sentences[chosen]}**"
    elif chance < 0.3:
        sentences[chosen] = f"[{sentences[chosen].rstrip('.?!')}]({_address(prose, rng)})."
    elif chance < 0.4:
        sentences[chosen] = f'"{sentences[chosen]}"'
    return " ".join(sentences)


def _address(prose: Prose, rng: Random) -> str:
    """Return an address that belongs to nobody (RFC 2606)."""
    return f"https://{prose.name(rng).lower()}.example/{rng.randint(2005, 2025)}/walk/"


def _aside(prose: Prose, rng: Random) -> str:
    lines = [prose.sentence(rng) for _ in range(rng.randint(2, 5))]
    kind = rng.randrange(3)
    if kind == 0:
        return "\n".join(f"- {line}" for line in lines)
    if kind == 1:
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
    return "\n".join(f"> {line}" for line in lines)


@dataclass(frozen=True)
class CommentPieces:
    """What comments are made of; `short` ones are whole comments."""

    sentences: Sequence[Piece]
    asides: Sequence[Piece]
    short: Sequence[Piece]


def comment_pieces(
    prose: Prose, rng: Random, *, number: int, short: Sequence[str]
) -> CommentPieces:
    """Write the pieces of comments: `number` sentences, and fewer of all else."""
    sentences = [prose.sentence(rng) for _ in range(number)]
    for place in range(0, number, 25):
        sentences[place] = f"See {_address(prose, rng)} for more."
        sentences[place + 1] = f"*{sentences[place + 1]}*"
    asides = [_aside(prose, rng) for _ in range(number // 20)]
    return CommentPieces(
        sentences=[comment_sentence(source) for source in sentences],
        asides=[comment_piece(source) for source in [*asides, *_CODE[:4]]],
        short=[comment_sentence(source) for source in short],
    )
