"""Tags and filters of the blog: among them the one door for stored HTML."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template import engines
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from blog import metadata, moments, snippets
from blog.avatars import Avatar
from blog.current import menu, site_settings
from blog.look import Look, current_look
from blog.models import Post
from blog.pagination import MOST_COUNTED, PostPage
from blog.site import absolute_url
from blog.text.plain import text_of_html

register = template.Library()

# Each is mostly one or two thousand characters long.
_MOST_KEPT = 512

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


@lru_cache(maxsize=_MOST_KEPT, typed=True)
def kept(name: str, _look: Look, /, **values: Any) -> SafeString:
    """Put out what the template `name` makes of `values`, made once as long as all of them are the
    same: each is compared as a whole, so that nothing kept can be stale. For what is short.

    Text and safe HTML are told apart, but not where they stand in a tuple: there goes text alone.
    """
    return by_jinja(name, **values) if name.endswith(".jinja") else render_to_string(name, values)


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


@register.simple_tag(takes_context=True)
def post_head(context: template.Context, post: Post) -> SafeString:
    """Print what machines read of a post: canonical address, Open Graph, Twitter, JSON-LD."""
    site, look = site_settings(), current_look()
    described = metadata.described(post)
    return kept(
        "blog/_post_head.jinja",
        look,
        post=described,
        is_preview=context.get("is_preview", False),
        site_title=site.title,
        description=post.summary or site.tagline or site.title,
        machine_time=moments.machine_time,
        structured_data=_structured_data(described, site.title, look),
    )


@lru_cache(maxsize=_MOST_KEPT)
def _structured_data(post: metadata.Described, site_title: str, _look: Look) -> SafeString:
    return as_json(metadata.structured_data(post, site_title))


@register.simple_tag(takes_context=True)
def masthead(context: template.Context) -> SafeString:
    """Print what stands above every page: the name of the site, and the ways through it."""
    site, pages = site_settings(), tuple(menu())
    path = context["request"].path
    return kept(
        "blog/_masthead.html",
        current_look(),
        title=site.title,
        tagline=site.tagline,
        menu_pages=pages,
        here=path if any(path == page.url for page in pages) else "",
    )


@register.inclusion_tag("blog/_list_head.html")
def list_head(page: PostPage, list_url: str) -> dict:
    """Print the addresses of the pages before and after this one of a list."""

    def place(number: int) -> str:
        return absolute_url(list_url if number == 1 else f"{list_url}page/{number}/")

    return {
        "before": place(page.number - 1) if page.has_previous else "",
        "after": place(page.number + 1) if page.has_next else "",
    }
