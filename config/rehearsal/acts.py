"""What is rehearsed, what should come of it, and what does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import escape

from blog.services.publishing import save_post
from config.rehearsal.stage import SHOWN_SECONDS, Stage, waited
from trackbacks import jobs
from trackbacks.announcement import permalink
from trackbacks.protocols import pingback

CLOSED_PORT = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Act:
    """`play` returns what happened, in the same words as `expected`."""

    name: str
    expected: str
    play: Callable[[Stage], str]


def comment(stage: Stage) -> str:
    post = stage.publish("A comment is rehearsed", "Say something.")
    stage.comment(post, "Rehearsed words of a reader.")
    return stage.shows(post, "Rehearsed words of a reader.")


def honest_trackback(stage: Stage) -> str:
    post = stage.publish("A trackback is rehearsed", "Answer me.")
    stage.trackback(post, stage.other.write_link("/tb", permalink(post)), "Words of a trackback.")
    return stage.shows(post, "Words of a trackback.")


def honest_pingback(stage: Stage) -> str:
    post = stage.publish("A pingback is rehearsed", "Answer me.")
    stage.pingback(post, stage.other.write_link("/pb", permalink(post), "Words by pingback on"))
    return stage.shows(post, "Words by pingback on this")


def honest_webmention(stage: Stage) -> str:
    post = stage.publish("A webmention is rehearsed", "Answer me.")
    html = (
        '<article class="h-entry"><a class="p-author h-card" href="/">Rehearsing author</a> '
        f'<a class="u-in-reply-to" href="{escape(permalink(post))}">re</a> '
        '<p class="e-content">A reply by webmention.</p></article>'
    )
    stage.webmention(post, stage.other.write("/wm", html))
    shown = stage.shows(post, "A reply by webmention.")
    return "shown as a reply" if "Rehearsing author" in stage.get(permalink(post)).text else shown


def lying_trackback(stage: Stage) -> str:
    post = stage.publish("A lie by trackback is rehearsed", "Lie to me.")
    source = stage.other.write("/lie-tb", "<p>No link at all.</p>")
    stage.trackback(post, source, "A lie by trackback.")
    return stage.keeps_out(post, "A lie by trackback.")


def lying_pingback(stage: Stage) -> str:
    post = stage.publish("A lie by pingback is rehearsed", "Lie to me.")
    source = stage.other.write("/lie-pb", f"<p>{escape(permalink(post))} in words alone.</p>")
    stage.pingback(post, source)
    return stage.keeps_out(post, source)


def lying_webmention(stage: Stage) -> str:
    post = stage.publish("A lie by webmention is rehearsed", "Lie to me.")
    source = stage.other.write("/lie-wm", f'<!-- <a href="{escape(permalink(post))}">x</a> -->')
    response = stage.webmention(post, source)
    place = response.headers.get("location", "")
    if stage.keeps_out(post, source) == "shown":
        return "shown"
    is_told = waited(lambda: "was not found" in stage.get(place).text, SHOWN_SECONDS)
    return "not shown, and told so" if is_told else "not shown"


def inward(stage: Stage) -> str:
    post = stage.publish("A page inside is rehearsed", "Look inside.")
    response = stage.webmention(post, f"{CLOSED_PORT}/inside")
    return "refused" if response.status == 400 else f"HTTP {response.status}"


def redirect_inward(stage: Stage) -> str:
    post = stage.publish("A way inside is rehearsed", "Look inside.")
    headers = {"Location": f"{CLOSED_PORT}/inside"}
    source = stage.other.write("/inward", "", status=302, headers=headers)
    stage.webmention(post, source)
    waited(lambda: "/inward" in stage.other.visits, SHOWN_SECONDS)
    return stage.keeps_out(post, source)


def bomb(stage: Stage) -> str:
    post = stage.publish("A bomb is rehearsed", "Throw it.")
    call = pingback.request("https://other.example/", permalink(post)).decode()
    body = call.replace("<methodCall>", "<!DOCTYPE m [<!ENTITY a 'ha'>]><methodCall>")
    url = f"{stage.get(permalink(post)).headers.get('x-pingback', '')}"
    answer = stage.post(url, body.encode(), pingback.CONTENT_TYPE).text
    return "fault -32700" if "<int>-32700</int>" in answer else answer[:80]


def taken_back(stage: Stage) -> str:
    post = stage.publish("A withdrawal is rehearsed", "Link, then do not.")
    source = stage.other.write_link("/gone", permalink(post), "Words that go")
    stage.webmention(post, source)
    if stage.shows(post, "Words that go") != "shown":
        return "never shown"
    stage.other.write("/gone", "<p>Nothing.</p>", status=410)
    stage.webmention(post, source)
    return "shown, then " + stage.hides(post, "Words that go")


def closed(stage: Stage) -> str:
    post = stage.publish("A closed post is rehearsed", "No links.", linkbacks_allowed=False)
    page = stage.get(permalink(post))
    announced = "x-pingback" in page.headers or "webmention" in page.text
    response = stage.webmention(post, stage.other.write_link("/closed", permalink(post)))
    return "announced" if announced else "refused" if response.status == 400 else "taken"


def ours_by(protocol: str) -> Callable[[Stage], str]:
    def play(stage: Stage) -> str:
        path, other = f"/our-{protocol}", stage.other
        announce = {
            "webmention": '<link rel="webmention" href="/webmention">',
            "pingback": f'<link rel="pingback" href="{other.url("/xmlrpc")}">',
            "trackback": '<link rel="trackback" href="/trackback">',
        }
        target = other.write(path, announce[protocol])
        post = stage.publish(f"Our {protocol} is rehearsed", f"See [there]({target}).")
        word = str(post.slug)
        jobs.sweep_links()
        waited(lambda: other.times_told(word) > 0, SHOWN_SECONDS)
        jobs.sweep_links()
        return f"told {other.times_told(word)} time"

    return play


def ours_taken_back(stage: Stage) -> str:
    target = stage.other.write("/our-removed", '<link rel="webmention" href="/webmention">')
    post = stage.publish("Our removed link is rehearsed", f"See [there]({target}).")
    word = str(post.slug)
    jobs.sweep_links()
    if not waited(lambda: stage.other.times_told(word) == 1, SHOWN_SECONDS):
        return f"told {stage.other.times_told(word)} times"
    post.body = "Nothing to see."
    save_post(post)
    jobs.sweep_links()
    waited(lambda: stage.other.times_told(word) > 1, SHOWN_SECONDS)
    return f"told {stage.other.times_told(word)} times"


ACTS = (
    Act("A reader comments", "shown", comment),
    Act("An honest trackback", "shown", honest_trackback),
    Act("An honest pingback", "shown", honest_pingback),
    Act("A reply by webmention", "shown as a reply", honest_webmention),
    Act("A trackback from a page without a link", "not shown", lying_trackback),
    Act("A pingback from a page with the address in words", "not shown", lying_pingback),
    Act("A webmention with the link in a comment", "not shown, and told so", lying_webmention),
    Act("A webmention from an address inside", "refused", inward),
    Act("A webmention that redirects inside", "not shown", redirect_inward),
    Act("A pingback with a document type", "fault -32700", bomb),
    Act("A page that goes after it was shown", "shown, then not shown", taken_back),
    Act("A webmention to a closed post", "refused", closed),
    Act("Our link, told by webmention", "told 1 time", ours_by("webmention")),
    Act("Our link, told by pingback", "told 1 time", ours_by("pingback")),
    Act("Our link, told by trackback", "told 1 time", ours_by("trackback")),
    Act("Our link, removed again", "told 2 times", ours_taken_back),
)
