"""The headers of a mail, and what a stranger cannot put into them."""

import pytest

from blog.mail.message import header_line, message_id, quoted
from blog.models import SiteSettings
from tests.blog.mail.sample_mails import READER, post
from tests.mail_server import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(mail_server, sample):
    """Send a mail of these values, and return it as the server took it."""

    def send(**said):
        sample.update(said)
        post()
        send_due()
        return mail_server.only_mail()

    return send


def test_no_absence_note_answers_a_mail_of_the_blog(sent):
    mail = sent()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Precedence"] == "bulk"


def test_a_mail_comes_from_the_blog_under_its_title(sent, settings):
    SiteSettings.objects.create(pk=1, title='Röda, "rum"')
    settings.DEFAULT_FROM_EMAIL = "blog@blog.example"
    mail = sent()
    assert mail.sender == "blog@blog.example"
    [address] = mail["From"].addresses
    assert (address.display_name, address.addr_spec) == ('Röda, "rum"', "blog@blog.example")


def test_a_name_that_the_operator_gave_wins(sent, settings):
    settings.DEFAULT_FROM_EMAIL = "The Post Office <blog@blog.example>"
    assert sent()["From"] == "The Post Office <blog@blog.example>"


def test_text_comes_first_and_html_second(sent):
    mail = sent(text="Grüße\n", html="<p>Grüße</p>\n")
    assert (mail.text, mail.html) == ("Grüße\n", "<p>Grüße</p>\n")
    assert mail.message.get_content_type() == "multipart/alternative"


def test_an_answer_is_threaded_below_what_it_answers(sent):
    thread = (message_id("post", 7), message_id("comment", 40))
    mail = sent(message_id=message_id("comment", 42), references=thread)
    assert mail["Message-ID"] == "<comment.42@testserver>"
    assert mail["In-Reply-To"] == "<comment.40@testserver>"
    assert mail["References"] == "<post.7@testserver> <comment.40@testserver>"


def test_a_list_can_be_left_by_one_click(sent):
    mail = sent(list_name="replies", unsubscribe_url="https://blog.example/stop/abc/")
    assert mail["List-Id"] == '"Rejoinder" <replies.testserver>'
    assert mail["List-Unsubscribe"] == "<https://blog.example/stop/abc/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


HOSTILE = [
    "Hello\r\nBcc: victim@example.com",
    "Hello\nBcc: victim@example.com",
    "Hello\rBcc: victim@example.com",
    "Hello\x00\x0b\x0c\x85\u2028Bcc: victim@example.com",
    "=?utf-8?q?Hello=0D=0ABcc:_victim@example.com?=",
    "=?utf-8?b?SGVsbG8NCkJjYzogdmljdGltQGV4YW1wbGUuY29t?=",
    "x" * 5000,
    "\u202eolleH \ud800",
    "Hello" + " " * 3000 + "Bcc: victim@example.com",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_a_header_or_a_recipient(sent, text):
    SiteSettings.objects.create(pk=1, title=text[:200].replace("\x00", "").replace("\ud800", ""))
    mail = sent(subject=text, list_name="replies", headers={"X-About": text})
    assert mail.to == [READER]
    assert mail["Bcc"] is None
    assert b"\nBcc:" not in mail.raw
    assert len(mail["Subject"].strip()) <= 200
    assert "\n" not in mail["Subject"]
    assert max(map(len, mail.raw.splitlines())) <= 998


def test_an_encoded_word_that_was_typed_is_shown_as_it_was_typed():
    assert header_line("=?utf-8?q?Bcc?=") == "= ?utf-8?q?Bcc?="


def test_names_beyond_ascii_are_spelt_as_hosts_are(settings):
    settings.SITE_HOST = "bücher.example"
    assert message_id("post", 1) == "<post.1@xn--bcher-kva.example>"
    settings.SITE_HOST = "::1"
    assert message_id("post", 1) == "<post.1@[::1]>"


def test_a_text_of_long_lines_is_sent_whole(sent):
    text = "word " * 1000 + "\n.\nThe end.\n"
    assert sent(text=text).text == text


def test_what_others_said_is_quoted_and_cut():
    assert quoted("One\n\nTwo") == "> One\n>\n> Two"
    assert quoted("word " * 1000).endswith("…")
