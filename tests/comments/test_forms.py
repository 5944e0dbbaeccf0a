"""What a comment form takes and what it says where it does not."""

import pytest

from blog.feedback.submission import Sender, Submission
from comments.forms import MAX_BYTES, CommentForm, StaffCommentForm

GOOD = {"name": "Ann", "email": "ann@example.com", "url": "", "body": "Well said."}
SENDER = Sender("203.0.113.7", "a test")


def errors(**changes):
    return CommentForm(GOOD | changes).errors.get_json_data()


def test_a_reader_sends_name_address_website_and_text():
    form = CommentForm(GOOD | {"url": "ann.example", "subject": "x"})
    assert form.is_valid()
    assert form.submission(SENDER) == Submission(
        text="Well said.",
        author_name="Ann",
        email="ann@example.com",
        url="https://ann.example",
        honeypot="x",
        sender=SENDER,
    )


def test_staff_send_text_alone():
    form = StaffCommentForm({"body": "Thank you.", "name": "Somebody else"})
    assert form.is_valid()
    assert form.submission(SENDER) == Submission(text="Thank you.", sender=SENDER)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Give a name"),
        ("name", "\x00 \x07", "Give a name"),
        ("name", "x" * 101, "100"),
        ("email", "", "never shown"),
        ("email", "ann", "name@example.com"),
        ("email", "ann@example.com\r\nBcc: x@example.com", "name@example.com"),
        ("email", "a" * 250 + "@example.com", "254"),
        ("url", "javascript:alert(1)", "https://example.com"),
        ("url", "https://example.com/" + "x" * 400, "400"),
        ("body", "", "Write something"),
        ("body", " \n\x00\n ", "Write something"),
        ("body", "x" * (MAX_BYTES + 1), "10.1 KB long, and 10 KB is the most"),
        ("body", "https://a.example " * 21, "21 links, and 20 are the most"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field, value, words):
    found = errors(**{field: value})
    assert list(found) == [field]
    assert words in " ".join(error["message"] for error in found[field])


@pytest.mark.parametrize("size", [1, MAX_BYTES])
def test_a_text_of_any_size_up_to_the_cap_is_taken(size):
    assert errors(body="x" * size) == {}


def test_line_ends_of_browsers_do_not_count_twice():
    assert errors(body="x\r\n" * (MAX_BYTES // 2)) == {}


def test_control_characters_are_dropped_not_refused():
    form = CommentForm(GOOD | {"name": "A\x00nn", "body": "Well\x0b said.\x1b"})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Ann"
    assert form.cleaned_data["body"] == "Well said."
