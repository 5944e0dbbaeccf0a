"""Writes small WordPress exports, as WordPress does: elements in its order, texts in CDATA."""

from itertools import count
from pathlib import Path

_numbers = count(1)

REAL = Path(__file__).resolve().parents[2] / "shared" / "data"
NAMESPACE = "http://wordpress.org/export/1.2/"


def cdata(text):
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def element(name, text):
    return f"<{name}>{cdata(str(text))}</{name}>\n"


def author(login, **fields):
    fields = {"author_id": "", "author_email": "", "author_display_name": ""} | fields
    inner = "".join(element(f"wp:{name}", value) for name, value in fields.items())
    return f"<wp:author>{element('wp:author_login', login)}{inner}</wp:author>\n"


def category(slug, name=None, *, parent=""):
    return (
        f"<wp:category>{element('wp:category_nicename', slug)}"
        f"{element('wp:category_parent', parent)}"
        f"{element('wp:cat_name', slug if name is None else name)}</wp:category>\n"
    )


def tag(slug, name=None):
    return (
        f"<wp:tag>{element('wp:tag_slug', slug)}"
        f"{element('wp:tag_name', slug if name is None else name)}</wp:tag>\n"
    )


def term(taxonomy, slug):
    return (
        f"<wp:term>{element('wp:term_taxonomy', taxonomy)}{element('wp:term_slug', slug)}"
        f"{element('wp:term_name', slug)}</wp:term>\n"
    )


def filed(slug, name=None, *, domain="category"):
    """What files an item under a category; with domain="post_tag" under a tag."""
    return f'<category domain="{domain}" nicename="{slug}">{cdata(name or slug)}</category>\n'


def comment(number=None, **fields):
    """`fields` are those of the export without their prefix: author, content, parent, …"""
    number = next(_numbers) if number is None else number
    fields = {
        "id": number,
        "author": f"Reader {number}",
        "author_email": f"reader{number}@example.com",
        "author_url": "",
        "author_IP": "203.0.113.9",
        "date": "2010-03-02 11:00:00",
        "date_gmt": "2010-03-02 10:00:00",
        "content": f"What reader {number} thinks.",
        "approved": "1",
        "type": "",
        "parent": 0,
        "user_id": 0,
    } | fields
    inner = "".join(element(f"wp:comment_{name}", value) for name, value in fields.items())
    return f"<wp:comment>{inner}</wp:comment>\n"


def item(number=None, *inner, title=None, content="Some <em>words</em>.", creator="ann", **fields):
    """A post; `fields` are those of the export without their prefix, `inner` what else is in it."""
    number = next(_numbers) if number is None else number
    fields = {
        "post_id": number,
        "post_date": "2010-03-01 10:00:00",
        "post_date_gmt": "2010-03-01 10:00:00",
        "comment_status": "open",
        "ping_status": "open",
        "post_name": f"post-{number}",
        "status": "publish",
        "post_parent": 0,
        "menu_order": 0,
        "post_type": "post",
        "post_password": "",
        "is_sticky": 0,
    } | fields
    title = f"Post {number}" if title is None else title
    return (
        f"<item>{element('title', title)}{element('dc:creator', creator)}"
        f"{element('content:encoded', content)}{element('excerpt:encoded', '')}"
        + "".join(element(f"wp:{name}", value) for name, value in fields.items())
        + "".join(inner)
        + "</item>\n"
    )


def page(number=None, *inner, **fields):
    return item(number, *inner, **{"post_type": "page"} | fields)


def export(*things, version="1.2", namespace=NAMESPACE, address="https://old.example"):
    """Return the text of an export of the blog at `address`."""
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        '<rss version="2.0"\n'
        f'\txmlns:excerpt="{namespace}excerpt/"\n'
        '\txmlns:content="http://purl.org/rss/1.0/modules/content/"\n'
        '\txmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        f'\txmlns:wp="{namespace}"\n>\n'
        f"<channel>\n<title>Old blog</title>\n<link>{address}</link>\n"
        f"<wp:wxr_version>{version}</wp:wxr_version>\n"
        f"<wp:base_site_url>{address}</wp:base_site_url>\n"
        f"<wp:base_blog_url>{address}</wp:base_blog_url>\n"
        + "".join(things)
        + "</channel>\n</rss>\n"
    )
