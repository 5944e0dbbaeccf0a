"""What was sent from a browser is found again there, and nowhere else."""

import re

import pytest
from django.test import Client

from blog.feedback import moderation
from comments.models import Comment
from comments.withdrawal import withdraw
from tests.factories import make_comment, make_post
from tests.pages.reading import read
from tests.pages.receipts import only
from tests.pages.test_commenting import OURS, create_url, send

pytestmark = pytest.mark.django_db


def test_a_browser_finds_what_it_sent_but_no_other_does(client):
    post = make_post(title="A talk")
    send(client, create_url(post), body="First")
    send(client, create_url(post), body="Second", name="Bob")
    make_comment(post, text="Somebody else's")
    page = read(client, "/comments/mine/")
    assert page.texts("p", **{"class": "mine-words"}) == ["Second", "First"]
    assert page.texts("span", **{"class": "mine-state"}) == ["Held", "Held"]
    (receipt, *_) = re.findall(r'href="(/comments/receipt/[^"]+)"', page.html)
    assert "Second" in read(client, receipt).html
    response = Client().get("/comments/mine/")
    assert "cannot show that it sent a comment" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_its_list_costs_the_same_for_one_comment_and_for_many(client, django_assert_num_queries):
    post = make_post()
    for number in range(6):
        send(client, create_url(post), body=f"No. {number}")
        with django_assert_num_queries(3):
            client.get("/comments/mine/")


def test_a_comment_leads_to_its_receipt_in_the_browser_that_sent_it(client):
    send(client, create_url(make_post()))
    comment = Comment.objects.get()
    moderation.approve(only(comment))
    page = read(Client(), comment.post.get_absolute_url())
    (own,) = [e for e in page.all("a") if e.get("href") == f"/comments/{comment.pk}/receipt/"]
    assert "nofollow" in own.get("rel")
    assert client.get(own.get("href"))["Location"].startswith("/comments/receipt/")
    assert Client().get(own.get("href"))["Location"] == "/comments/mine/"
    assert Client().get("/comments/999999/receipt/")["Location"] == "/comments/mine/"


def test_the_pages_of_posts_are_the_same_for_whoever_sent_a_comment(client):
    post = make_post()
    send(client, create_url(post))
    assert client.get(post.get_absolute_url()).content == (
        Client().get(post.get_absolute_url()).content
    )


def test_a_browser_can_forget_what_it_sent(client):
    send(client, create_url(make_post()))
    assert (
        client.post("/comments/mine/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    )
    assert read(client, "/comments/mine/").all("form")
    response = client.post("/comments/mine/", headers=OURS)
    assert response["Location"] == "/comments/mine/"
    assert not read(client, "/comments/mine/").all("form")
    assert Comment.objects.count() == 1


def test_a_withdrawn_comment_is_listed_as_such(client):
    send(client, create_url(make_post()))
    withdraw(Comment.objects.get())
    assert read(client, "/comments/mine/").texts("span", **{"class": "mine-state"}) == ["Withdrawn"]
