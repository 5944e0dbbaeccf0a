"""Settings of the author's mails, and what they lead to."""

import re

from blog.mail.models import OutgoingMail
from blog.models import SiteSettings


def decide(**values):
    SiteSettings.objects.update_or_create(pk=1, defaults=values)


def about(kind):
    """What the mails of `kind` in the outbox are about, the oldest first."""
    rows = OutgoingMail.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("about", flat=True))


def link_to(mail, label):
    """The path of the link that the plain text of `mail` gives after `label`."""
    found = re.search(rf"^{label}: https?://[^/\s]+(/\S+)$", mail.text, re.M)
    assert found, mail.text
    return found[1]
