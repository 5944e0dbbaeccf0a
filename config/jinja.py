"""The environment of the few templates that are written in Jinja, because they are hot."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, StrictUndefined

from blog.templatetags.blog import avatar_svg, stored_html


def environment(**options: Any) -> Environment:
    """Return it: all is escaped but stored HTML, and a name that is not known is an error."""
    del options["undefined"], options["autoescape"]
    made = Environment(
        **options, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"stored_html": stored_html, "avatar_svg": avatar_svg}
    return made
