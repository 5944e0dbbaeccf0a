"""Asking for mail: in the form of a comment, and later on its receipt."""

import pytest
from django.urls import reverse

from blog.limits import Limit
from blog.models import SiteSettings
from blog.site import own_path
from comments.models import Comment, Subscription
from comments.reader import receipt_token
from comments.subscriptions import links, services
from tests.comments.subscriptions.asking import outbox, subscribe
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


def send(client, post, **fields):
    data = {"name": "Jo", "email": "jo@example.com", "body": "Words.", "notify": "answers"}
    address = f"/comments/post/{post.pk}/"
    return client.post(address, data | fields, headers=FROM_HERE, follow=True)


@pytest.mark.usefixtures("mail_is_on")
@pytest.mark.parametrize("scope", ["answers", "post"])
def test_a_reader_asks_for_mail_with_her_comment(client, scope):
    send(client, make_post(), notify=scope)
    row = Subscription.objects.get()
    assert (row.email, row.scope, row.comment) == ("jo@example.com", scope, Comment.objects.get())
    assert [to for to, _about in outbox(services.CONFIRMATION)] == ["jo@example.com"]


@pytest.mark.usefixtures("mail_is_on")
def test_nobody_gets_mail_who_did_not_ask(client):
    send(client, make_post(), notify="")
    assert Subscription.objects.count() == 0
    assert outbox(services.CONFIRMATION) == []


@pytest.mark.usefixtures("mail_is_on")
def test_a_choice_that_is_none_is_refused_and_the_words_are_kept(client):
    response = send(client, make_post(), notify="everything")
    assert response.status_code == 422
    assert "Words." in response.text
    assert Comment.objects.count() == 0


@pytest.mark.usefixtures("mail_is_on")
def test_a_browser_that_proved_the_address_is_not_asked(client):
    post = make_post()
    earlier = subscribe(make_comment(email="jo@example.com"), is_proved=False)
    client.post(own_path(links.confirm_url(earlier)), headers=FROM_HERE)
    send(client, post)
    assert Subscription.objects.get(post=post).is_active
    send(client, post, email="em@example.com", body="Other words.")
    assert not Subscription.objects.get(post=post, email="em@example.com").is_active


def test_where_no_mail_is_sent_none_is_offered(client, settings):
    post = make_post()
    assert 'name="notify"' not in client.get(post.get_absolute_url()).text
    send(client, post)
    assert (Comment.objects.count(), Subscription.objects.count()) == (1, 0)
    settings.EMAIL_URL = "smtp://localhost"
    assert 'name="notify"' in client.get(post.get_absolute_url()).text


@pytest.mark.usefixtures("mail_is_on")
def test_she_is_told_what_comes_of_it_shown_or_held(client):
    SiteSettings.objects.update_or_create(pk=1, defaults={"comment_policy": "publish"})
    assert "A mail is on its way to" in send(client, make_post()).text
    SiteSettings.objects.update(comment_policy="hold_all")
    assert "A mail is on its way to" in send(client, make_post()).text
    SiteSettings.objects.update(comment_policy="publish")
    assert "A mail is on its way" not in send(client, make_post(), notify="").text


@pytest.mark.usefixtures("mail_is_on")
def test_too_many_wishes_are_refused_and_the_comment_is_taken(client, monkeypatch):
    monkeypatch.setattr(services, "PER_NETWORK", Limit("subscribe-network", 0, 3600))
    assert "Too many mails" in send(client, make_post()).text
    assert (Comment.objects.count(), Subscription.objects.count()) == (1, 0)


# --- from the receipt


def subscribe_by_receipt(client, comment, **headers):
    headers = headers or {"Sec-Fetch-Site": "same-origin"}
    address = reverse("comments:subscribe", args=[receipt_token(comment)])
    return client.post(address, {"notify": "answers"}, headers=headers, follow=True)


@pytest.mark.usefixtures("mail_is_on")
@pytest.mark.parametrize("status", ["pending", "approved"])
def test_a_reader_asks_for_mail_later(client, status):
    comment = make_comment(status=status)
    response = subscribe_by_receipt(client, comment)
    assert "A mail is on its way to" in response.text
    assert Subscription.objects.get().comment == comment


@pytest.mark.usefixtures("mail_is_on")
@pytest.mark.parametrize("status", ["spam", "removed"])
def test_no_mail_for_a_comment_that_is_not_wanted(client, status):
    comment = make_comment(status=status)
    assert subscribe_by_receipt(client, comment).status_code == 200
    assert Subscription.objects.count() == 0


@pytest.mark.usefixtures("mail_is_on")
def test_another_site_cannot_ask_for_her(client):
    response = subscribe_by_receipt(client, make_comment(), **{"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert Subscription.objects.count() == 0


@pytest.mark.usefixtures("mail_is_on")
def test_a_wish_for_nothing_known_leads_back(client):
    address = reverse("comments:subscribe", args=[receipt_token(make_comment())])
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert client.post(address, {"notify": "x"}, headers=headers).status_code == 302
    assert client.get(address).status_code == 302
    assert Subscription.objects.count() == 0


def test_without_mail_a_receipt_offers_none(client):
    comment = make_comment()
    subscribe_by_receipt(client, comment)
    assert Subscription.objects.count() == 0
    address = reverse("comments:receipt", args=[receipt_token(comment)])
    assert "Get mail" not in client.get(address).text
