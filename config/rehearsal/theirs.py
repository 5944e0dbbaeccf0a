"""What the second blog does to ours: it comments, tells the truth, lies, and sends junk."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from blog.feedback import moderation
from blog.models import Post
from config.rehearsal import visitor
from config.rehearsal.scenes import PAUSE, PROTOCOLS, Row, Scene
from config.rehearsal.stage import Stage
from trackbacks.announcement import permalink
from trackbacks.models import Trackback

_REPLY = re.compile(r'href="(/comments/\d+/reply/)"')
_REPLIES = '<ol class="comment-replies">'

# What a page says that does not link to `here`, whatever its author claims.
LIES: dict[str, Callable[[str], str]] = {
    "names the address in words": lambda here: f"<p>I have read {here} today.</p>",
    "links in an HTML comment": lambda here: f'<!-- <a href="{here}">there</a> -->',
    "links in a script": lambda here: f"<script>x = '<a href=\"{here}\">there</a>'</script>",
    "links to an address like it": lambda here: f'<p><a href="{here}more/">there</a></p>',
}


def comments(stage: Stage) -> Scene:
    post = stage.publish("comments")
    here = permalink(post)
    visitor.comment(here, "First words of a reader.")
    yield Row("A comment", "shown once", stage.shown(post, "First words of a reader."))
    found = _REPLY.search(visitor.read(here))
    visitor.comment(here, "An answer to them.", to=found[1] if found else "")
    below = visitor.read(here).partition(_REPLIES)[2]
    is_below = "An answer to them." in below and "First words of a reader." not in below
    yield Row("A reply to it", "shown below it", "shown below it" if is_below else "not there")
    again = visitor.comment(here, "First words of a reader.")
    yield Row("The same comment again", "HTTP 409", f"HTTP {again.status}")
    forged = visitor.comment(here, "Forged words.", Sec_Fetch_Site="cross-site")
    yield Row("A comment from a form on another site", "HTTP 403", f"HTTP {forged.status}")
    visitor.comment(here, "Words with <script>alert(1)</script> in them.")
    is_harmless = "<script>alert" not in visitor.read(here)
    yield Row("A comment with a script", "harmless", "harmless" if is_harmless else "dangerous")
    closed = visitor.comment(permalink(stage.publish("no comments", comments_allowed=False)), "Hm.")
    yield Row("A comment on a closed post", "There is no form.", closed.text[:40])


def honest(stage: Stage, protocol: str) -> Scene:
    post = stage.publish(f"an honest {protocol}")
    words = f"Honest words by {protocol}"
    source = stage.blog.write_link(f"/honest-{protocol}", permalink(post), words)
    sent = stage.send(protocol, post, source, announced_by=post)
    yield Row(f"An honest {protocol}", "taken", sent)
    yield PAUSE
    yield Row("… its link on our page", "shown once", stage.shown(post, f'href="{source}"'))
    yield Row("… with the words around it", "shown once", stage.shown(post, words))
    again = stage.send(protocol, post, source, announced_by=post)
    answers = {"trackback": "error 1", "pingback": "fault 48", "webmention": "taken"}
    yield Row("… sent again", answers[protocol], again)
    yield PAUSE
    yield Row("… after that", "shown once", stage.shown(post, f'href="{source}"'))


def reply(stage: Stage) -> Scene:
    post = stage.publish("a reply by webmention")
    source = stage.blog.write(
        "/reply",
        '<article class="h-entry"><a class="p-author h-card" href="/">Author Next Door</a>'
        f'<a class="u-in-reply-to" href="{escape(permalink(post))}">in reply to</a>'
        '<p class="e-content">Words of a reply.</p></article>',
    )
    stage.send("webmention", post, source, announced_by=post)
    yield PAUSE
    shown = [stage.shown(post, words) for words in ("trackback--reply", "Words of a reply.")]
    yield Row("A reply in microformats", "shown once, shown once", ", ".join(shown))
    yield Row("… with the name of its author", "shown once", stage.shown(post, "Author Next Door"))


def changing(stage: Stage) -> Scene:
    """A page is written, changed, deleted and written again; each time a webmention tells it."""
    post = stage.publish("a page that changes")
    page = visitor.ask(permalink(post))
    endpoint, place = visitor.mention_endpoint(page), ""

    def tell() -> str:
        answer = visitor.webmention(endpoint, source, permalink(post))
        return answer.headers.get("location", "")

    source = stage.blog.write_link("/changing", permalink(post), "First words, linked")
    place = tell()
    yield PAUSE
    yield Row("A page that is new", "shown once", stage.shown(post, "First words, linked"))
    yield Row("… its status page", "Your link is shown", heading(place))
    stage.blog.write_link("/changing", permalink(post), "Changed words, linked")
    tell()
    yield PAUSE
    yield Row("… changed", "shown once", stage.shown(post, "Changed words, linked"))
    yield Row("… its first words", "not shown", stage.shown(post, "First words, linked"))
    stage.blog.write("/changing", "<p>Gone.</p>", status=410)
    tell()
    yield PAUSE
    yield Row("… deleted (HTTP 410)", "not shown", stage.shown(post, f'href="{source}"'))
    yield Row("… its status page", "Your link is gone", heading(place))
    stage.blog.write_link("/changing", permalink(post), "Words that are back, linked")
    tell()
    yield PAUSE
    yield Row("… written again", "shown once", stage.shown(post, f'href="{source}"'))
    stage.blog.write("/changing", "<p>Back soon.</p>", status=503)
    tell()
    yield PAUSE
    yield Row("… out of order (HTTP 503)", "shown once", stage.shown(post, f'href="{source}"'))


def every_way(stage: Stage) -> Scene:
    """One page tells by each protocol; then the author throws its link out for good."""
    post = stage.publish("a page that tells in every way")
    source = stage.blog.write_link("/every-way", permalink(post), "Told in every way")
    for protocol in PROTOCOLS:
        stage.send(protocol, post, source, announced_by=post)
    yield PAUSE
    link = f'href="{source}"'
    yield Row("A page that tells by all protocols", "shown once", stage.shown(post, link))
    moderation.remove(Trackback.objects.from_page(post, source), by=post.author)
    yield Row("… its link removed by the author", "not shown", stage.shown(post, link))
    for protocol in PROTOCOLS:
        stage.send(protocol, post, source, announced_by=post)
    yield PAUSE
    yield Row("… told again by all", "not shown", stage.shown(post, link))


def heading(url: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", visitor.read(url)) if url else None
    return found[1] if found else "nothing"


def lying(stage: Stage, protocol: str) -> Scene:
    post = stage.publish(f"a lie by {protocol}")
    sources = {}
    for number, (lie, html) in enumerate(LIES.items()):
        path = f"/lie-{protocol}-{number}"
        sources[lie] = stage.blog.write(path, html(permalink(post)))
        stage.send(protocol, post, sources[lie], announced_by=post)
    missing = stage.blog.url(f"/missing-{protocol}")
    stage.send(protocol, post, missing, announced_by=post)
    yield PAUSE
    for lie, source in {**sources, "does not exist": missing}.items():
        yield Row(f"A {protocol} whose page {lie}", "not shown", stage.shown(post, source))
    visits = [path for path in stage.blog.visits if path.startswith(f"/lie-{protocol}-")]
    yield Row("… the visits to those pages", "1, 1, 1, 1", _times(visits, protocol))


def _times(visits: list[str], protocol: str) -> str:
    return ", ".join(str(visits.count(f"/lie-{protocol}-{n}")) for n in range(len(LIES)))


def inward(stage: Stage) -> Scene:
    """What would make our blog visit this machine, or itself."""
    post = stage.publish("ways inside")
    there = stage.inside.write_link("/inside", permalink(post), "Inside")
    sent = [stage.send(name, post, there, announced_by=post) for name in PROTOCOLS]
    yield Row("A page on a port inside", "error 1, fault 0, HTTP 400", ", ".join(sent))
    ways = {"inside": there, "to our own page": permalink(post)}
    sources = {}
    for number, (way, location) in enumerate(ways.items()):
        path, headers = f"/way-{number}", {"Location": location}
        sources[way] = stage.blog.write(path, "", status=302, headers=headers)
        stage.send("webmention", post, sources[way], announced_by=post)
    yield PAUSE
    for way, source in sources.items():
        yield Row(f"A page that redirects {way}", "not shown", stage.shown(post, source))
    visits = sum(path.startswith("/way-") for path in stage.blog.visits)
    yield Row("… the visits to both pages", "2", str(visits))
    yield Row("… the visits inside", "0", str(len(stage.inside.visits)))


def junk(stage: Stage) -> Scene:
    open_post = stage.publish("junk")
    closed = stage.publish("no links", linkbacks_allowed=False)
    draft = stage.publish("a draft", status=Post.Status.DRAFT)

    def answers(post: Post, source: str) -> str:
        sent = [stage.send(name, post, source, announced_by=open_post) for name in PROTOCOLS]
        return ", ".join(sent)

    for what, post, expected in (
        ("A link to a closed post", closed, "error 1, fault 33, HTTP 400"),
        ("A link to a draft", draft, "error 1, fault 32, HTTP 400"),
    ):
        source = stage.blog.write_link(f"/junk-{post.pk}", permalink(post), "Junk")
        yield Row(what, expected, answers(post, source))
    refused = "error 1, fault 0, HTTP 400"
    yield Row("A page with a bad address", refused, answers(open_post, "javascript:alert(1)"))
    yield Row("A page of our own site", refused, answers(open_post, permalink(closed)))
    yield PAUSE
    visits = sum(path.startswith("/junk-") for path in stage.blog.visits)
    yield Row("… the visits to all these", "0", str(visits))
    page = visitor.ask(permalink(closed))
    announced = [visitor.mention_endpoint(page), visitor.pingback_endpoint(page)]
    announced.append(visitor.trackback_endpoint(page))
    yield Row(
        "What a closed post announces", "nothing", " ".join(filter(None, announced)) or "nothing"
    )
    yield from _malformed(stage, open_post)


def _malformed(stage: Stage, post: Post) -> Scene:
    page = visitor.ask(permalink(post))
    endpoint, source = visitor.pingback_endpoint(page), stage.blog.url("/junk-call")
    call = visitor.ping(source, permalink(post))
    bomb = call.replace("<methodCall>", "<!DOCTYPE m [<!ENTITY a 'ha'>]><methodCall>")
    yield Row("A pingback with a document type", "fault -32700", visitor.call(endpoint, bomb))
    many = visitor.ping(source, permalink(post), method="system.multicall")
    yield Row("Many calls in one", "fault -32601", visitor.call(endpoint, many))
    itself = stage.send("webmention", post, permalink(post), announced_by=post)
    yield Row("A webmention from a page to itself", "HTTP 400", itself)


SCENES: tuple[Callable[[Stage], Scene], ...] = (
    comments,
    reply,
    changing,
    every_way,
    inward,
    junk,
)
