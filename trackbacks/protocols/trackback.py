"""Pure: the wire format of TrackBack 1.2 (Six Apart, 1 August 2004)."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join


def discovery(permalink: str, title: str, ping_url: str) -> str:
    """Return the RDF block that announces `ping_url`, in an HTML comment, as safe HTML.

    Clients take the block whose dc:identifier is the address of the page ("Auto-Discovery").
    """
    return format_html(
        '<!--\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
        '         xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        '         xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">\n'
        '  <rdf:Description rdf:about="{url}" dc:identifier="{url}"\n'
        '                   dc:title="{title}" trackback:ping="{ping}"/>\n'
        "</rdf:RDF>\n-->",
        url=_without_double_hyphen(permalink),
        title=_without_double_hyphen(title),
        ping=_without_double_hyphen(ping_url),
    )


def _without_double_hyphen(text: str) -> str:
    """Two hyphens would end the comment: the second is written as a character reference."""
    return format_html_join(format_html("-&#45;{}", ""), "{}", ((p,) for p in text.split("--")))
