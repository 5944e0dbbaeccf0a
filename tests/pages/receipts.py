"""How tests of receipts open them, and press what is there."""

from comments import reader
from comments.models import Comment
from tests.pages.test_commenting import OURS


def address_of(comment, way=""):
    return f"/comments/receipt/{reader.receipt_token(comment)}/{way}"


def only(comment):
    return Comment.objects.filter(pk=comment.pk)


def do(client, comment, way, headers=OURS, **fields):
    """Send the form of one of the ways that a receipt offers."""
    response = client.post(address_of(comment, f"{way}/"), fields, headers=headers)
    comment.refresh_from_db()
    return response
