"""What mails to subscribers say. They are composed when they go out, of what stands then."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.current import site_settings
from blog.mail.kinds import Dropped, register
from blog.mail.message import Message, message_id, quoted, render
from blog.mail.models import OutgoingMail
from blog.models import Post
from blog.site import absolute_url
from blog.text.absolute import with_absolute_addresses
from comments.models import Comment, Subscription
from comments.subscriptions import links
from comments.subscriptions.announcing import NEWS
from comments.subscriptions.services import CONFIRMATION

# A mail that lists more is not read to its end; the page has them all.
SHOWN = 20


@dataclass(frozen=True)
class Entry:
    """A comment as a mail shows it: `text` is what was typed, as plain text quotes it."""

    comment: Comment
    text: str
    html: str
    url: str

    @classmethod
    def of(cls, comment: Comment) -> Entry:
        url = absolute_url(comment.get_absolute_url())
        html = with_absolute_addresses(comment.html, url)
        return cls(comment, quoted(comment.body), html, url)


def register_all() -> None:
    """Make the kinds of mail that subscribers get known to the outbox."""
    register(CONFIRMATION, confirmation, label=gettext_lazy("confirm a subscription"))
    register(NEWS, news, label=gettext_lazy("new comments for a subscriber"))


def confirmation(mail: OutgoingMail) -> Message:
    """Ask whether the address wants mail. Holds no word that whoever typed the address chose.

    So nobody can have this blog send her own words to others. Raises Dropped.
    """
    subscription = _found(mail)
    if not subscription.is_unconfirmed:
        raise Dropped(_("It was confirmed or stopped meanwhile."))
    subject = _("Please confirm: mail from %(site)s") % {"site": site_settings().title}
    context = _context(subscription) | {"confirm_url": links.confirm_url(subscription)}
    return Message(subject, *render("confirm_subscription", context | {"subject": subject}))


def news(mail: OutgoingMail) -> Message:
    """Tell of the comments that `mail` is about, as far as they are shown now. Raises Dropped."""
    subscription = _found(mail)
    if not subscription.is_active:
        raise Dropped(_("It was stopped meanwhile."))
    shown = Comment.objects.public().filter(pk__in=mail.about["comments"]).order_by("pk")
    count, comments = shown.count(), list(shown.defer("email")[:SHOWN])
    if not comments:
        raise Dropped(_("None of it is shown any more."))
    context = _context(subscription) | {
        "subject": _subject(subscription, comments[0], count),
        "entries": [Entry.of(comment) for comment in comments],
        "more": count - len(comments),
        "stop_url": links.stop_url(subscription),
        "manage_url": links.manage_url(subscription),
    }
    single = comments[0] if count == 1 else None
    return Message(
        context["subject"],
        *render("comments_news", context),
        message_id=message_id("comment", single.pk) if single else "",
        references=_references(single) if single else (message_id("post", subscription.post_id),),
        list_name=f"post-{subscription.post_id}.comments",
        unsubscribe_url=context["stop_url"],
    )


def _found(mail: OutgoingMail) -> Subscription:
    rows = Subscription.objects.with_subject().filter(pk=mail.about["subscription"])
    subscription = rows.first()
    if subscription is None or not subscription.post.is_live:
        raise Dropped(_("What it is about is not there any more."))
    return subscription


def _context(subscription: Subscription) -> dict:
    post: Post = subscription.post
    return {
        "subscription": subscription,
        "post": post,
        "post_url": absolute_url(post.get_absolute_url()),
    }


def _subject(subscription: Subscription, first: Comment, count: int) -> str:
    names = {"name": first.name, "post": subscription.post, "count": count}
    if count > 1:
        return _("%(count)d new comments on “%(post)s”") % names
    if subscription.is_for_answers:
        return _("%(name)s answered you on “%(post)s”") % names
    return _("%(name)s commented on “%(post)s”") % names


def _references(comment: Comment) -> tuple[str, ...]:
    """The post, and the comments down to the one that is answered."""
    above = [*comment.ancestor_ids, *([comment.parent_id] if comment.parent_id else [])]
    ids = (message_id("comment", pk) for pk in dict.fromkeys(above))
    return (message_id("post", comment.post_id), *ids)
