"""Tags and filters of the blog: among them the one door for stored HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template import engines
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext

from blog import metadata, moments, snippets
from blog.addresses import address
from blog.avatars import Avatar
from blog.current import site_settings
from blog.models import Post
from blog.pagination import MOST_COUNTED, PostPage
from blog.site import absolute_url
from blog.text.plain import text_of_html

register = template.Library()

# What would end the script element or an attribute stands in JSON's own escapes.
_JSON_ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_json = json.JSONEncoder(ensure_ascii=False)


@register.filter
def stored_html(html: str) -> SafeString:
    """Put out HTML that blog.text made safe when it was saved; give it nothing else."""
    return mark_safe(html)


@lru_cache(maxsize=2048)
def avatar_svg(avatar: Avatar | None, account: int | None = None) -> SafeString:
    """Put out the picture of a writer, in the colours of the blog's own people for an account."""
    colours = "author" if account else avatar and str(avatar.hue)
    return mark_safe(
        f'<svg class="avatar{f" avatar--{colours}" if colours else ""}" viewBox="0 0 8 8" '
        f'aria-hidden="true">{_figures(avatar) if avatar else ""}</svg>'
    )


@register.filter
def counted(number: int) -> str:
    """Put out a number of count_up_to_most, as 10,000+ where it stopped there."""
    if number > MOST_COUNTED:
        return f"{intcomma(MOST_COUNTED)}+"
    return intcomma(number)


def _figures(avatar: Avatar) -> str:
    figure = format_html('<path class="avatar-figure" d="{}"/>', avatar.figure)
    return figure + format_html('<path class="avatar-accent" d="{}"/>', avatar.accent)


def by_jinja(name: str, **values: Any) -> SafeString:
    """Put out what the Jinja template `name` makes of `values`: it escapes all but stored HTML."""
    return mark_safe(engines["jinja2"].get_template(name).render(values))


def as_json(data: dict) -> SafeString:
    """Put out `data` for a script element that holds data."""
    text = _json.encode(data)
    for char, escaped in _JSON_ESCAPES.items():
        text = text.replace(char, escaped)
    return mark_safe(text)


register.filter("machine_time", moments.machine_time)
register.filter("day", moments.day_of)


@register.filter
def snippet(found: Any, query: str) -> list[snippets.Part]:
    """Cut the text of what was `found` to the part round the words of `query`, in parts."""
    return snippets.snippet(text_of_html(found.html), query)


@register.simple_tag
def whole_post(post: Post) -> SafeString:
    """Print a post on its own page: head, text, and what it is filed under."""
    return by_jinja("blog/_post.jinja", posts=[post], is_list=False, **_words_of_posts())


@register.simple_tag
def list_of_posts(posts: Iterable[Post]) -> SafeString:
    """Print posts one below the other, each as far as its author shows it in lists."""
    return by_jinja("blog/_post.jinja", posts=posts, is_list=True, **_words_of_posts())


@register.simple_tag
def date_badge(post: Post) -> SafeString:
    return by_jinja("blog/_date_badge.jinja", post=post, **_words_of_posts())


def _words_of_posts() -> dict[str, Any]:
    printer = moments.Printer()
    return {
        "day": printer.day,
        "printed": printer.printed,
        "author_address": _author_address,
        "bubble_label": _bubble_label,
        "author_label": pgettext("author of a post", "by"),
        "categories_label": gettext("Filed under"),
        "continue_label": gettext("Continue reading"),
        "draft_label": gettext("Draft"),
        "sticky_label": gettext("Pinned"),
        "tags_label": gettext("Tagged"),
    }


def _author_address(author: Any) -> str:
    return address("blog:author", author.get_username())


def _bubble_label(post: Post) -> str:
    number = post.comment_count
    words = ngettext("comment on %(title)s", "comments on %(title)s", number)
    return words % {"title": post}


@register.simple_tag(takes_context=True)
def post_head(context: template.Context, post: Post) -> SafeString:
    """Print what machines read of a post: canonical address, Open Graph, Twitter, JSON-LD."""
    site = site_settings()
    data = metadata.structured_data(post, site.title)
    return by_jinja(
        "blog/_post_head.jinja",
        post=post,
        is_preview=context.get("is_preview", False),
        url=data["url"],
        picture=data.get("image"),
        site_title=site.title,
        description=post.summary or site.tagline or site.title,
        machine_time=moments.machine_time,
        structured_data=as_json(data),
    )


@register.inclusion_tag("blog/_list_head.html")
def list_head(page: PostPage, list_url: str) -> dict:
    """Print the addresses of the pages before and after this one of a list."""

    def address(number: int) -> str:
        return absolute_url(list_url if number == 1 else f"{list_url}page/{number}/")

    return {
        "before": address(page.number - 1) if page.has_previous else "",
        "after": address(page.number + 1) if page.has_next else "",
    }
