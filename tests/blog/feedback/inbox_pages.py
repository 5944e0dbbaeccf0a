"""How the tests of moderation use its pages, the same for both kinds of feedback."""

import pytest
from django.urls import reverse

from tests.factories import make_comment, make_trackback

KINDS = [make_comment, make_trackback]
both_kinds = pytest.mark.parametrize("make", KINDS, ids=["comments", "trackbacks"])
INBOX = reverse("admin:inbox")


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def key(row):
    return f"{row._meta.model_name}-{row.pk}"


def look(client, **query):
    return client.get(INBOX, query)


def listed(response):
    return [row.item for row in response.context["rows"]]


def tabs(response):
    return {tab.status: tab.count for tab in response.context["selection"].tabs}


def moderate(client, row, do, **data):
    """Press a button on the page of a row."""
    return client.post(address(type(row), "moderate", row.pk), {"do": do} | data, follow=True)


def press(client, row, do, **data):
    """Press a button of a row in the inbox."""
    data = {"do": f"{do} {key(row)}", "back": ""} | data
    return client.post(reverse("admin:inbox_moderate"), data, follow=True)


def act_on(client, rows, do, **data):
    """Tick rows in the inbox and press a button for all of them."""
    data = {"do": do, "item": [key(row) for row in rows], "back": ""} | data
    return client.post(reverse("admin:inbox_moderate"), data, follow=True)


def undo(client, batch, **data):
    data = {"batch": str(batch), "back": ""} | data
    return client.post(reverse("admin:inbox_undo"), data, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def status_of(row):
    row.refresh_from_db()
    return row.status
