"""Who gets a link to what is kept about an address, and what that mail says."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from blog import privacy
from blog.feedback.submission import Sender
from blog.limits import Limit
from blog.mail import kinds
from blog.mail.models import OutgoingMail
from blog.mail.outbox import post_mail
from comments import my_data
from comments.models import Comment
from tests.factories import make_comment, make_page

pytestmark = pytest.mark.django_db
ANN = "ann@example.com"
HERE = Sender(ip="203.0.113.9")


def mails():
    return list(OutgoingMail.objects.order_by("pk"))


def test_whoever_is_known_gets_a_link():
    make_comment(email=ANN)
    my_data.ask_for_link("Ann@example.com", HERE)
    (mail,) = mails()
    message = my_data.compose(mail)
    (token,) = re.findall(r"http://testserver/comments/my-data/(\S+)/", message.text)
    assert my_data.address_of(token) == "Ann@example.com"
    assert f"/comments/my-data/{token}/" in message.html
    assert "24 hours" in message.text
    assert mail.to == "Ann@example.com"


def test_whoever_is_not_known_gets_none():
    my_data.ask_for_link(ANN, HERE)
    my_data.ask_for_link(ANN, HERE)
    for mail in mails():
        with pytest.raises(kinds.Dropped):
            my_data.compose(mail)


def test_the_title_of_the_site_never_breaks_the_mail(settings):
    make_comment(email=ANN)
    my_data.ask_for_link(ANN, HERE)
    assert "\n" not in my_data.compose(mails()[0]).subject


def test_an_address_gets_three_mails_a_day_whoever_asks():
    for number in range(5):
        my_data.ask_for_link(ANN, Sender(ip=f"203.0.{number}.9"))
    assert len(mails()) == 3
    my_data.ask_for_link("bob@example.com", HERE)
    assert len(mails()) == 4


def test_a_network_asks_for_five_in_an_hour():
    for number in range(5):
        my_data.ask_for_link(f"reader{number}@example.com", HERE)
    with pytest.raises(my_data.TooManyRequests) as refusal:
        my_data.ask_for_link(ANN, HERE)
    assert 0 < refusal.value.retry_after <= 3600
    assert len(mails()) == 5


def test_a_crowd_is_stopped_too(monkeypatch):
    monkeypatch.setattr(my_data, "SITE_LIMIT", Limit("test-site", 3, 3600))
    for number in range(3):
        my_data.ask_for_link(f"reader{number}@example.com", Sender(ip=f"203.0.{number}.9"))
    with pytest.raises(my_data.TooManyRequests):
        my_data.ask_for_link(ANN, HERE)


def token_of(to=ANN, kind=my_data.KIND):
    return my_data.token_for(post_mail(kind, to, {}))


def test_a_link_tells_its_address_for_a_day(time_machine):
    token = token_of()
    assert "ann" not in token
    assert my_data.address_of(token) == ANN
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    assert my_data.address_of(token) is None


@pytest.mark.parametrize("token", ["", "x", "1", "MQ:a:b", "é", "a" * 5000])
def test_a_forged_link_tells_nothing(token):
    token_of()
    assert my_data.address_of(token) is None


def test_a_link_of_another_mail_tells_nothing():
    assert my_data.address_of(token_of(kind="other")) is None


def test_a_link_is_used_up_by_erasing():
    make_comment(email=ANN)
    token = token_of()
    my_data.erase(ANN)
    assert my_data.address_of(token) is None


def test_what_is_kept_is_there_for_programs_too():
    make_comment(make_page(title="Bread"), email=ANN, author_name="Ann", text="Her words")
    make_comment(email="bob@example.com", text="His words")
    (kind,) = my_data.as_json(ANN)
    (item,) = kind["items"]
    assert (kind["kind"], item["title"]) == ("Comments", "Bread")
    assert item["address"].startswith("http://testserver/comments/")
    kept = {fact["what"]: fact for fact in item["kept"]}
    assert kept["Text"] == {"what": "Text", "value": "Her words", "deleted": None}
    received = kept["Received"]["value"]
    assert kept["Network address"]["deleted"] == received + timedelta(days=30)


def test_an_address_in_look_alike_letters_is_another_one():
    """Its mail goes to another domain: whoever reads that must not see what is kept about Jo."""
    make_comment(email="Jo@mail.example")
    post_mail("some", "jo@mail.example", {})
    for other in ("jo@ma\u0131l.example", "jo@ma\u0130l.example"):
        assert not privacy.is_anything_kept(other)
        privacy.erase(other)
    assert privacy.is_anything_kept("jo@mail.example")
    assert OutgoingMail.objects.sent_to("jo@MAIL.example").count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what is stored")
def test_what_came_from_an_address_is_found_by_an_index():
    assert "comment_address" in Comment.objects.spam_from("jo@mail.example").explain()
