"""How the tests of moderation use its pages, the same for both kinds of feedback."""

import pytest
from django.urls import reverse

from tests.factories import make_comment, make_trackback

KINDS = [make_comment, make_trackback]
both_kinds = pytest.mark.parametrize("make", KINDS, ids=["comments", "trackbacks"])


def address(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def queue_of(row):
    return address(type(row))


def listed(response):
    return [row.item.pk for row in response.context["cl"].rows]


def moderate(client, row, do, **data):
    return client.post(address(type(row), "moderate", row.pk), {"do": do} | data, follow=True)


def act_on(client, rows, action, query="", **data):
    """Press a bulk button as the page sends it: the names of all, and the number of one."""
    data = {"action": action, "index": 0, "_selected_action": [row.pk for row in rows]} | data
    return client.post(queue_of(rows[0]) + query, data, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def status_of(row):
    row.refresh_from_db()
    return row.status
