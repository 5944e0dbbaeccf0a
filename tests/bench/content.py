"""Where what is measured stands: an address of each public kind of page, the fullest of its kind.

A short list shows less and costs less: only full ones can be compared.
"""

import re
from urllib.parse import urlencode

from django.db.models import Count, F
from django.db.models.functions import Abs, TruncDay, TruncMonth, TruncYear
from django.urls import reverse

from blog.current import site_settings
from blog.models import Category, Post, Tag

ABSENT = "zyxwvuts"
WORDS = re.compile(r"[a-z]{5,}")


def addresses(word=""):
    """Return the path of a page of each kind. `word` is searched for; without it one of a title."""
    newest = Post.objects.listed().order_by("-published_at").first()
    word = word or common_word(newest.title)
    return {
        "home": "/",
        "page 2": "/page/2/",
        "a page in the middle": f"/page/{middle_page()}/",
        "category": fullest(Category).get_absolute_url(),
        "tag": fullest(Tag).get_absolute_url(),
        "author": reverse("blog:author", args=[busiest("author__username")]),
        **periods(),
        "archive": "/archive/",
        "post": with_comments(10).get_absolute_url(),
        "post, 14 comments": with_comments(14).get_absolute_url(),
        "post, 1,000 comments": f"{with_comments(1000).get_absolute_url()}comments/2/",
        "feed": "/feed/",
        "feed, Atom": "/feed/atom/",
        "feed, JSON": "/feed.json",
        "feed of comments": "/comments/feed/",
        "feed of a post": f"{with_comments(14).get_absolute_url()}feed/",
        "sitemap": "/sitemap.xml",
        "sitemap, a section": "/sitemap-posts.xml",
        "search": f"/search/?{urlencode({'q': word})}",
        "search, nothing": f"/search/?{urlencode({'q': ABSENT})}",
    }


def every_post():
    """Return the paths of all posts, the newest first."""
    posts = Post.objects.listed().for_addresses().order_by("-published_at")
    return [post.get_absolute_url() for post in posts]


def common_word(title):
    return max(WORDS.findall(title.lower()), key=len, default="bread")


def middle_page():
    """The furthest from either end, whichever the database begins at."""
    return max(Post.objects.listed().count() // site_settings().posts_per_page // 2, 2)


def fullest(terms):
    return terms.objects.annotate(n=Count("posts")).order_by("-n", "pk").first()


def busiest(expression):
    """Return the value of `expression` that most posts share."""
    counted = Post.objects.listed().values_list(expression).annotate(n=Count("pk"))
    return counted.order_by("-n").first()[0]


def periods():
    """Return the paths of the fullest year, month and day."""
    year, month, day = (
        busiest(trunc("published_at")) for trunc in (TruncYear, TruncMonth, TruncDay)
    )
    return {
        "year": reverse("blog:year", args=[year.year]),
        "month": reverse("blog:month", args=[month.year, month.month]),
        "day": reverse("blog:day", args=[day.year, day.month, day.day]),
    }


def with_comments(number):
    """Return the post whose number of comments is nearest to `number`."""
    posts = Post.objects.listed().annotate(off=Abs(number - F("comment_count")))
    return posts.order_by("off", "-published_at").first()
