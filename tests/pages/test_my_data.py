"""The pages on which readers see what is kept about them, and let it go."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.mail.models import OutgoingMail
from blog.mail.outbox import post_mail
from blog.models import SiteSettings
from comments import my_data
from comments.editing import edit
from comments.models import Comment
from comments.subscriptions.services import subscribe
from tests.factories import PASSWORD, make_comment, make_post, make_user
from tests.mail_server import send_due
from tests.pages.reading import read

pytestmark = pytest.mark.django_db
ANN = "ann@example.com"
ASK = "/comments/my-data/"
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _mail_is_on(settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"


@pytest.fixture
def token():
    return my_data.token_for(post_mail(my_data.KIND, ANN, {}))


def ask(client, email=ANN, **options):
    headers = options.pop("headers", FROM_HERE)
    return client.post(ASK, {"email": email, "subject": "", **options}, headers=headers)


def address(page, token):
    return reverse(f"comments:my_data_{page}", args=[token])


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(client):
    make_comment(email=ANN)
    known, unknown = ask(client), ask(client, "bob@example.com")
    assert (known.status_code, known["Location"]) == (302, "/comments/my-data/asked/")
    assert (unknown.status_code, unknown["Location"]) == (302, "/comments/my-data/asked/")
    assert OutgoingMail.objects.count() == 2
    assert "Nobody learns from this page" in read(client, known["Location"]).html


@pytest.mark.parametrize("email", ["", "ann", "ann@example.com\nBcc: bob@example.com", "a" * 300])
def test_what_is_no_address_is_refused_beside_its_field(client, email):
    response = ask(client, email)
    assert response.status_code == 422
    assert 'id="id_email_error"' in response.content.decode()
    assert not OutgoingMail.objects.exists()


def test_a_form_of_somebody_else_is_refused(client):
    assert ask(client, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not OutgoingMail.objects.exists()


def test_a_program_that_fills_in_everything_hears_the_same_and_sends_nothing(client):
    assert ask(client, subject="x")["Location"] == "/comments/my-data/asked/"
    assert not OutgoingMail.objects.exists()


def test_who_asks_too_often_has_to_wait(client):
    for number in range(5):
        ask(client, f"reader{number}@example.com")
    response = ask(client)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_without_mail_the_page_says_whom_to_ask(client, settings):
    settings.EMAIL_URL = ""
    page = read(client, ASK)
    assert "sends no mail at present" in page.html
    assert not page.all("form", method="post")
    assert ask(client).status_code == 503
    assert not OutgoingMail.objects.exists()


def test_everything_is_shown_with_the_day_on_which_it_goes(client, token):
    SiteSettings.objects.update_or_create(pk=1, defaults={"forget_networks_after_days": 10})
    comment = make_comment(email=ANN, text="Her <b>words</b>", ip="203.0.113.9")
    subscribe(comment, "post", ip=None, is_proved=True)
    make_comment(email="bob@example.com", text="His words")
    page = read(client, address("page", token))
    assert page.texts("h2") == ["Comments 1", "Subscriptions 1", "Mail to you 1"]
    assert pair(page, "Text") == ["Text", "Her <b>words</b>"]
    assert "His words" not in page.html
    gone = comment.created_at + timedelta(days=10)
    assert pair(page, "Network address")[1] == f"203.0.113.9 deleted on {gone:%b. %-d, %Y}"
    assert page.meta("robots") == "noindex"


def pair(page, label):
    (term,) = [dt for dt in page.tree.iter("dt") if dt.text == label]
    rows = [element for element in page.tree.iter() if element.tag in {"dt", "dd"}]
    return [
        " ".join("".join(element.itertext()).split())
        for element in rows[rows.index(term) : rows.index(term) + 2]
    ]


def test_what_an_edit_replaced_is_shown_too(client, token):
    comment = make_comment(email=ANN, text="The first words")
    edit(comment, name=comment.name, url="", body="Other words", by=None)
    html = read(client, address("page", token)).html
    assert "The first words" in html
    assert "Other words" in html


def test_the_whole_way_from_the_form_to_the_empty_place(client, mail_server):
    comment = make_comment(email=ANN)
    answer = make_comment(parent=comment, text="What Bob thinks")
    ask(client)
    ask(client, "nobody@example.com")
    send_due()
    mail = mail_server.only_mail()
    assert (mail.to, mail["Subject"]) == ([ANN], "What Rejoinder keeps about you")
    (link,) = re.findall(r"http://testserver(/comments/my-data/\S+)", mail.text)
    assert link in mail.html
    assert comment.name in read(client, link).html
    client.post(f"{link}erase/", headers=FROM_HERE)
    page = read(client, answer.post.get_absolute_url())
    assert "This comment is not shown." in page.html
    assert "What Bob thinks" in page.html
    assert client.get(link).status_code == 404


def test_a_long_list_is_cut_and_the_download_is_not(client, token, monkeypatch):
    monkeypatch.setattr("comments.views.my_data.SHOWN", 2)
    post = make_post()
    for _ in range(3):
        make_comment(post, email=ANN)
    assert "1 more is in the download." in read(client, address("page", token)).html
    response = client.get(address("download", token))
    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    comments = next(kind for kind in response.json()["kinds"] if kind["kind"] == "Comments")
    assert len(comments["items"]) == 3


def test_the_page_asks_the_same_for_one_comment_and_for_many(
    client, token, django_assert_max_num_queries
):
    for _ in range(10):
        make_comment(email=ANN)
    with django_assert_max_num_queries(10):
        client.get(address("page", token))


def test_erasing_is_asked_once_more_and_done_for_good(client, token):
    comment = make_comment(email=ANN)
    erase = address("erase", token)
    assert "Erase it for good" in read(client, erase).html
    assert Comment.objects.get(pk=comment.pk).body
    response = client.post(erase, headers=FROM_HERE)
    assert response["Location"] == "/comments/my-data/erased/"
    assert "keeps nothing about that address" in read(client, response["Location"]).html
    assert not Comment.objects.get(pk=comment.pk).body
    assert DBTaskResult.objects.filter(task_path="blog.leftovers.clear_later").exists()
    assert client.post(erase, headers=FROM_HERE).status_code == 404
    assert client.get(address("page", token)).status_code == 404


def test_making_it_anonymous_keeps_the_words(client, token):
    comment = make_comment(email=ANN, text="Her words")
    response = client.post(address("anonymise", token), headers=FROM_HERE)
    assert response["Location"] == "/comments/my-data/anonymised/"
    page = read(client, comment.post.get_absolute_url())
    assert "Her words" in page.html
    assert page.texts("h3", **{"class": "comment-name"}) == ["Anonymous"]


@pytest.mark.parametrize("page", ["erase", "anonymise"])
def test_another_site_lets_nothing_go(client, token, page):
    comment = make_comment(email=ANN)
    response = client.post(address(page, token), headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert Comment.objects.get(pk=comment.pk).email == ANN


@pytest.mark.parametrize("page", ["page", "download", "erase", "anonymise"])
def test_a_forged_or_old_link_leads_nowhere(client, token, page, time_machine):
    assert client.get(address(page, f"{token}x")).status_code == 404
    assert client.post(address(page, "x"), headers=FROM_HERE).status_code in {404, 405}
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert client.get(address(page, token)).status_code == 404


@pytest.mark.parametrize("page", ["page", "download", "erase", "anonymise"])
def test_nobody_keeps_a_copy_of_these_pages(client, token, page):
    assert "no-store" in client.get(address(page, token))["Cache-Control"]


def test_staff_who_are_logged_in_send_a_token_along(token):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    staff = make_user(is_staff=True)
    client.login(username=staff.username, password=PASSWORD)
    assert client.post(address("erase", token), headers=FROM_HERE).status_code == 403
    page = read(client, address("erase", token))
    (field,) = [i for i in page.tree.iter("input") if i.get("name") == "csrfmiddlewaretoken"]
    sent = {"csrfmiddlewaretoken": field.get("value")}
    assert client.post(address("erase", token), sent).status_code == 302


def test_what_is_kept_in_general_is_said_as_it_is(client):
    page = read(client, "/comments/privacy/")
    assert "Forgotten after 30 days." in page.html
    assert "The picture beside your name" in page.html
    SiteSettings.objects.update_or_create(
        pk=1, defaults={"forget_networks_after_days": 0, "show_avatars": False}
    )
    page = read(client, "/comments/privacy/")
    assert "Kept as long as the comment." in page.html
    assert "The picture beside your name" not in page.html


def test_the_form_for_a_comment_leads_there(client):
    page = read(client, make_post().get_absolute_url())
    (note,) = page.all("p", **{"class": "comment-privacy"})
    assert note.find("a").get("href") == "/comments/privacy/"


def test_an_erased_comment_has_no_receipt(client, token):
    from comments.reader import receipt_token

    comment = make_comment(email=ANN, status="pending")
    receipt = reverse("comments:receipt", args=[receipt_token(comment)])
    assert client.get(receipt).status_code == 200
    my_data.erase(ANN)
    assert client.get(receipt).status_code == 404
