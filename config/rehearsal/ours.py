"""What our blog tells the second one: each link once, and what was taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from blog.models import Post
from blog.services.publishing import save_post
from config.rehearsal import visitor
from config.rehearsal.scenes import PAUSE, PROTOCOLS, Row, Scene
from config.rehearsal.stage import Stage
from trackbacks.announcement import permalink

# Longer than it takes to see that nobody is told before the time.
AHEAD = timedelta(seconds=5)


def told(stage: Stage, target: str) -> str:
    """Say by which protocols `target` was told of links, each as often as it was."""
    return ", ".join(word.protocol for word in stage.blog.told_of(target)) or "nothing"


def links(*targets: str) -> str:
    return "\n\n".join(f"I have read [this]({target})." for target in targets)


def each_protocol(stage: Stage) -> Scene:
    targets = {name: stage.blog.write_open(f"/takes-{name}", name) for name in PROTOCOLS}
    every = stage.blog.write_open("/takes-every", *PROTOCOLS)
    none = stage.blog.write_open("/takes-none")
    post = stage.publish("links to other blogs", links(*targets.values(), every, none))
    yield PAUSE
    for name, target in targets.items():
        yield Row(f"Our link to a page that takes {name}s", name, told(stage, target))
    yield Row("Our link to a page that takes all", "webmention", told(stage, every))
    yield Row("Our link to a page that takes none", "nothing", told(stage, none))
    yield Row("The page that we name", "links there", _honesty(stage, post, targets.values()))
    yield from _edits(stage, post, targets, every)


def _edits(stage: Stage, post: Post, targets: dict[str, str], every: str) -> Scene:
    post.body = links(every, targets["trackback"])
    save_post(post)
    yield PAUSE
    mention, ping = told(stage, targets["webmention"]), told(stage, targets["pingback"])
    yield Row("… a link taken back, by webmention", "webmention, webmention", mention)
    yield Row("… a link taken back, by pingback", "pingback", ping)
    yield Row("… a link that stayed", "webmention", told(stage, every))
    before = len(stage.blog.words)
    post.body = f"Other words. {post.body}"
    save_post(post)
    yield PAUSE
    again = [word for word in stage.blog.words[before:] if word.source == permalink(post)]
    yield Row("… an edit that changes no link", "0", str(len(again)))


def _honesty(stage: Stage, post: Post, targets) -> str:
    """Look, as an honest receiver does, whether the page that was named links to its target."""
    for target in targets:
        for word in stage.blog.told_of(target):
            page = visitor.read(word.source)
            if word.source != permalink(post) or f'href="{target}"' not in page:
                return f"{word.source} does not link to {target}"
    return "links there"


def not_yet(stage: Stage) -> Scene:
    """Neither a draft nor a scheduled post is told of before everybody can read it."""
    first = stage.blog.write_open("/from-draft", "webmention")
    later = stage.blog.write_open("/from-scheduled", "webmention")
    draft = stage.publish("links in a draft", links(first), status=Post.Status.DRAFT)
    due = timezone.now() + AHEAD
    stage.publish("links in a scheduled post", links(later), published_at=due)
    yield PAUSE
    yield Row("A link in a draft", "nothing", told(stage, first))
    draft.status = Post.Status.PUBLISHED
    save_post(draft)
    yield PAUSE
    yield Row("… once it is published", "webmention", told(stage, first))
    while timezone.now() < due:
        yield PAUSE
    yield PAUSE
    yield Row("A link in a scheduled post", "webmention", told(stage, later))
    early = sum(word.at < due for word in stage.blog.told_of(later))
    yield Row("… before its time", "0", str(early))


SCENES: tuple[Callable[[Stage], Scene], ...] = (each_protocol, not_yet)
