"""Short ways to subscribe, and to see what stands in the outbox."""

from blog.mail.models import OutgoingMail
from comments.models import Subscription
from comments.subscriptions import services
from tests.factories import make_comment


def subscribe(comment=None, scope="answers", *, ip="203.0.113.7", is_proved=True):
    """Let the writer of `comment`, else of a new one, subscribe; return the row."""
    comment = comment or make_comment()
    services.subscribe(comment, scope, ip=ip, is_proved=is_proved)
    subject = {"comment": comment} if scope == "answers" else {"post": comment.post}
    return Subscription.objects.get(email=comment.email.lower(), scope=scope, **subject)


def outbox(kind=None):
    """(to, what it is about) of each mail in the outbox, in order."""
    mails = OutgoingMail.objects.order_by("pk")
    mails = mails.filter(kind=kind) if kind else mails
    return list(mails.values_list("to", "about"))
