"""What the libraries beneath the blog write down about readers on the way."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from blog import privacy
from blog.feedback.blocking import READERS
from comments.models import Comment


class HistoryKeeper(privacy.Keeper):
    """The admin's own history calls a comment by its first words, a subscription by its address,
    and a rule by the network that it blocks.
    """

    is_byproduct = True

    def erase(self, address: str) -> None:
        networks = [READERS["network"](ip) for ip in privacy.network_addresses(address)]
        ids = Comment.objects.written_from(address).values(text=Cast("pk", CharField()))
        comments = ContentType.objects.get_for_model(Comment)
        entries = LogEntry.objects.filter(
            Q(content_type=comments, object_id__in=ids)
            | Q(object_repr__icontains=address)
            | Q(object_repr__in=networks)
        )
        entries.update(object_repr="")


class JobKeeper(privacy.Keeper):
    """What went wrong in a job may name the address that it was for."""

    is_byproduct = True

    def erase(self, address: str) -> None:
        DBTaskResult.objects.filter(traceback__icontains=address).update(traceback="")
