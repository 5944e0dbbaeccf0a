"""A small blog that has every kind of page, with texts that are hard to set, and its addresses."""

from datetime import UTC, datetime

from django.urls import reverse

from blog.feedback import moderation
from blog.feedback.kinds import kind_named
from blog.feedback.models import Status
from blog.feedback.notices.links import link_url
from blog.feedback.notices.recipients import Recipient
from blog.mail.outbox import post_mail
from blog.models import SiteSettings
from blog.site import own_path
from comments import my_data
from comments.models import Comment, Subscription
from comments.reader import receipt_token
from comments.subscriptions import links
from tests.factories import (
    make_category,
    make_comment,
    make_page,
    make_post,
    make_tag,
    make_trackback,
    make_user,
)

LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 2
TEXT = f"""
Words with a note[^1], `code`, {LONG_WORD} and https://example.com/{"a" * 120}.

## A heading

{"> " * 4}A quotation within quotations.

- [x] done
- one
    - two
        1. three

```python
print("a line of code that is a good deal longer than any small screen is wide, and then some")
```

| Name | {LONG_WORD} | Right |
|------|:-----------:|------:|
| a    | some words  |  1000 |

<figure>
<img src="/media/none.webp" width="1200" height="675" alt="Nothing to be seen">
<figcaption>A caption</figcaption>
</figure>

https://www.youtube.com/watch?v=aaaaaaaaaaa

[^1]: The note.
"""
IMPORTED = """
[caption align="alignright" width="300"]<img src="/media/a.jpg" width="300" height="200"> Words[/caption]
Text beside it.

<img class="alignleft" src="/media/b.jpg" width="2000" height="80" alt="b"> More text.

<figure class="wp-block-gallery"><figure class="wp-block-image"><img src="/c.jpg" alt="c"></figure>
<figure class="wp-block-image"><img src="/d.jpg" alt="d"><figcaption>D</figcaption></figure></figure>
<div class="wp-block-columns"><div class="wp-block-column"><p>One</p></div>
<div class="wp-block-column"><p>Two</p></div></div>
<figure class="wp-block-pullquote"><blockquote><p>Said</p><cite>Who</cite></blockquote></figure>
"""  # noqa: E501


def make_every_page() -> dict[str, str]:
    """Fill the blog; return the address of each of its pages by a name that says what it is."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"posts_per_page": 2})
    ann = make_user("ann", is_staff=True, first_name="Ann", last_name="Bridges")
    category = make_category("Kitchen", description="What is cooked here.")
    tag = make_tag("bread")
    shared = {"author": ann, "categories": [category], "tags": [tag, make_tag(LONG_WORD[:100])]}
    talk = make_post(title=f"All of it {LONG_WORD}", body=TEXT, **shared)
    imported = make_post(body=IMPORTED, markup="html", **shared)
    old = datetime(2009, 9, 28, 9, tzinfo=UTC)
    closed = make_post(title="", body="Bread", published_at=old, comments_allowed=False, **shared)
    first = _discuss(talk, ann)
    held = make_comment(talk, status=Status.PENDING, text="Held")
    page = make_page(title="About", in_menu=True, author=ann, body=TEXT)
    return {
        "home": "/",
        "second page": "/page/2/",
        "post": talk.get_absolute_url(),
        "imported post": imported.get_absolute_url(),
        "closed post": closed.get_absolute_url(),
        "page": page.get_absolute_url(),
        "archive": reverse("blog:archive"),
        "category": category.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "author": "/author/ann/",
        "year": "/2009/",
        "month": "/2009/09/",
        "day": "/2009/09/28/",
        "search": "/search/",
        "search with results": "/search/?q=bread",
        "search without results": "/search/?q=nothing+like+it",
        "search too short": "/search/?q=a",
        "form": reverse("comments:create", args=[talk.pk]),
        "closed form": reverse("comments:create", args=[closed.pk]),
        "reply page": reverse("comments:reply", args=[first.pk]),
        "receipt": reverse("comments:receipt", args=[receipt_token(held)]),
        "edit page": reverse("comments:edit", args=[receipt_token(held)]),
        "own comments": reverse("comments:mine"),
        "privacy": reverse("comments:privacy"),
        "my data, asked for": reverse("comments:my_data"),
        "my data": reverse("comments:my_data_page", args=[_mailed_token(first.email)]),
        "decision by mail": _by_mail("approve", held, ann),
        "answer by mail": _by_mail("reply", held, ann),
        **_subscription_pages(first),
        "not found": "/nothing/here/",
    }


def _mailed_token(address):
    return my_data.token_for(post_mail(my_data.KIND, address, {}))


def _by_mail(verb, comment, moderator):
    to = Recipient(moderator.email, moderator)
    return own_path(link_url(verb, kind_named("comment"), comment, to))


def _subscription_pages(comment):
    post = comment.post
    row = Subscription.objects.create(email=comment.email, post=post, comment=comment, scope="post")
    urls = {
        "question by mail": links.confirm_url(row),
        "stop mail": links.stop_url(row),
        "subscriptions": links.manage_url(row),
    }
    return {name: own_path(url) for name, url in urls.items()}


def _discuss(post, author):
    first = make_comment(post, author_name=f"Jo {LONG_WORD}"[:100], text=f"{LONG_WORD}\n\n> said")
    answer = make_comment(parent=first, user=author, text="The author's `answer`.")
    deep = answer
    for _ in range(6):
        deep = make_comment(parent=deep, text="    code that is long " + "x" * 90)
    make_comment(post, text="A film:\n\nhttps://vimeo.com/12345678", url="https://reader.example/")
    gone = make_comment(post, text="Gone.")
    make_comment(parent=gone, text="An answer that stays.")
    moderation.remove(Comment.objects.filter(pk=gone.pk))
    make_trackback(post, title=f"From {LONG_WORD}"[:200], excerpt=LONG_WORD)
    return first
