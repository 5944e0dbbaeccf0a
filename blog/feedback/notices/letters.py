"""What the mails to the author say, composed when they go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import model_ngettext
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.feedback.kinds import FeedbackKind, kind_named, kinds
from blog.feedback.models import Feedback
from blog.feedback.notices.links import DECISIONS, REPLY, link_url
from blog.feedback.notices.recipients import Recipient, recipient
from blog.feedback.notices.sweep import ONE, SEVERAL
from blog.mail.kinds import Dropped, register
from blog.mail.message import LONGEST_QUOTATION, Message, message_id, quoted, render
from blog.mail.models import OutgoingMail
from blog.site import absolute_url
from blog.text.plain import crop

# Of each in a digest only the beginning: the page behind each link has it whole.
EXCERPT_LENGTH = 300
# By this mail programs sort them.
LIST = "waiting"


@dataclass(frozen=True)
class Entry:
    """Something that waits, as a mail shows it."""

    item: Any
    what: str
    writer: str
    words: str
    quotation: str
    post_url: str
    item_url: str
    links: dict[str, str]

    @classmethod
    def of(cls, kind: FeedbackKind, item: Any, to: Recipient, length: int) -> Entry:
        options, words = kind.model._meta, kind.words(item)
        page = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[item.pk])
        verbs = (*DECISIONS, REPLY) if kind.can_be_answered else DECISIONS
        return cls(
            item=item,
            what=str(options.verbose_name),
            writer=kind.writer(item),
            words=crop(words, length),
            quotation=quoted(words, length),
            post_url=absolute_url(item.post.get_absolute_url()),
            item_url=absolute_url(page),
            links={verb: link_url(verb, kind, item, to) for verb in verbs},
        )


def register_all() -> None:
    """Make the kinds of mail that the author gets known to the outbox."""
    register(ONE, one, label=gettext_lazy("something waits for you"))
    register(SEVERAL, several, label=gettext_lazy("digest of what waits for you"))


def one(mail: OutgoingMail) -> Message:
    """Tell of one thing that waits. Raises Dropped where it waits no more."""
    kind = kind_named(mail.about["kind"])
    to = _moderator(mail, {mail.about["kind"]: [mail.about["id"]]})
    found = _waiting(kind, [mail.about["id"]]) if kind else []
    if not kind or not found:
        raise Dropped(_("It does not wait any more."))
    [item] = found
    entry = Entry.of(kind, item, to, LONGEST_QUOTATION)
    names = {"writer": entry.writer, "post": item.post}
    text, html = render("waiting", {"entry": entry, "settings_url": _settings_url()})
    return Message(
        _("%(writer)s on “%(post)s” waits for you") % names,
        text,
        html,
        references=(message_id("post", item.post_id), message_id(kind.name, item.pk)),
        list_name=LIST,
    )


def several(mail: OutgoingMail) -> Message:
    """Tell how much waits, and of what is new among it. Raises Dropped where none of that waits."""
    to = _moderator(mail, mail.about["items"])
    entries = [
        Entry.of(kind, item, to, EXCERPT_LENGTH)
        for kind in kinds()
        for item in _waiting(kind, mail.about["items"].get(kind.name, []))
    ]
    if not entries:
        raise Dropped(_("None of it waits any more."))
    figures = _figures(to)
    context = {
        "entries": entries,
        "figures": figures,
        "inbox_url": absolute_url(reverse("admin:inbox")),
        "settings_url": _settings_url(),
    }
    text, html = render("waiting_digest", context)
    subject = _("Waiting for you: %(what)s") % {"what": ", ".join(figures)}
    return Message(subject, text, html, list_name=LIST)


def _moderator(mail: OutgoingMail, items: dict[str, list[int]]) -> Recipient:
    found = recipient(mail.to, mail.about["user"])
    if found is None:
        _forget_mention(items)
        raise Dropped(_("Such mails do not go to this address any more."))
    return found


def _forget_mention(items: dict[str, list[int]]) -> None:
    """Whoever is told instead has not heard of them."""
    for kind in kinds():
        kind.model.objects.filter(pk__in=items.get(kind.name, [])).update(mentioned_at=None)


def _waiting(kind: FeedbackKind, ids: list[int]) -> list[Feedback]:
    rows = kind.model.objects.pending().for_queue().filter(pk__in=ids)
    return list(rows.newest_first())


def _figures(to: Recipient) -> list[str]:
    """How much waits of each kind that `to` moderates, in words."""
    counts = [
        (kind.model._meta, kind.model.objects.pending().count())
        for kind in kinds()
        if to.may_moderate(kind)
    ]
    return [f"{count} {model_ngettext(options, count)}" for options, count in counts if count]


def _settings_url() -> str:
    return absolute_url(reverse("admin:blog_sitesettings_change", args=[1]))
