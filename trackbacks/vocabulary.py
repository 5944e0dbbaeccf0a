"""The words of all tables of links: protocols, kinds, and how long an address may be."""

from django.db import models
from django.utils.translation import gettext_lazy as _

URL_LENGTH = 2000


class Protocol(models.TextChoices):
    TRACKBACK = "trackback", _("trackback")
    PINGBACK = "pingback", _("pingback")
    WEBMENTION = "webmention", _("webmention")


class Kind(models.TextChoices):
    """What the page says by its link; all but a mention it says in microformats."""

    MENTION = "mention", _("mention")
    REPLY = "reply", _("reply")
    LIKE = "like", _("like")
    REPOST = "repost", _("repost")
    BOOKMARK = "bookmark", _("bookmark")
