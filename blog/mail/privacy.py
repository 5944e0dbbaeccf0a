"""What the outbox keeps: to whom mail went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import privacy
from blog.mail.kinds import label_of
from blog.mail.models import OutgoingMail
from blog.mail.outbox import KEPT, PATIENCE


class OutboxKeeper(privacy.Keeper):
    title = gettext_lazy("Mail to you")
    is_byproduct = True

    def count(self, address: str) -> int:
        return OutgoingMail.objects.sent_to(address).count()

    def items(self, address: str) -> Iterator[privacy.Item]:
        for mail in OutgoingMail.objects.sent_to(address).order_by("-pk").iterator():
            facts = [
                privacy.Fact(_("To"), mail.to),
                privacy.Fact(_("Written"), mail.created_at),
                privacy.Fact(_("State"), mail.get_state_display()),
                privacy.Fact(_("What the mail server said"), mail.last_answer),
            ]
            yield privacy.Item(capfirst(str(label_of(mail.kind))), facts, until=_forgotten_at(mail))

    def erase(self, address: str) -> None:
        OutgoingMail.objects.sent_to(address).delete()


def _forgotten_at(mail: OutgoingMail) -> datetime:
    return mail.settled_at + KEPT if mail.settled_at else mail.due_at + PATIENCE + KEPT
