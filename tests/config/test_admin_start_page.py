"""The start page of the admin: what waits, for whom, at what cost."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from blog.mail.models import OutgoingMail
from blog.mail.outbox import post_mail
from blog.models import SiteSettings
from tests.factories import make_comment, make_post, make_trackback, make_user
from trackbacks.models import Claim, OutgoingLink

START = reverse("admin:index")
pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user("ada", is_staff=True)


@pytest.fixture
def admin(client, author):
    client.force_login(author)
    return client


def make_claim(post, number=1, **fields):
    source = f"https://other.example/{number}"
    return Claim.objects.create(post=post, source=source, protocol="trackback", **fields)


def make_link(post, number=1, **fields):
    return OutgoingLink.objects.create(
        post=post, target=f"https://other.example/{number}", **fields
    )


def figures(client):
    return {figure.name: figure.count for figure in client.get(START).context["waiting"]}


def let(user, *names):
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def test_where_nothing_waits_it_says_so(admin):
    page = admin.get(START).content.decode()
    assert "Nothing waits for you." in page
    assert "Latest comments" not in page


def test_it_counts_what_waits(admin, author):
    post = make_post(author=author)
    make_post(author=author, status="draft")
    make_post(author=author, published_at=timezone.now() + timedelta(days=1))
    for _ in range(2):
        make_comment(post, status="pending")
    make_comment(post, status="spam")
    make_comment(post, text="Do owls sleep?")
    make_trackback(post, status="pending")
    make_claim(post, 1, state="failed")
    make_claim(post, 2, state="queued")
    make_claim(post, 3, state="refused")
    make_link(post, 1, state="failed")
    make_link(post, 2, state="told")
    assert figures(admin) == {
        "comments": 2,
        "trackbacks": 1,
        "unanswered": 1,
        "failed-claims": 1,
        "queued-claims": 1,
        "failed-links": 1,
        "drafts": 1,
        "scheduled": 1,
    }


def test_each_figure_leads_to_what_it_counts(admin, author):
    post = make_post(author=author)
    make_post(author=author, status="draft")
    make_post(author=author, published_at=timezone.now() + timedelta(days=1))
    make_comment(post, status="pending")
    make_comment(post, text="Do owls sleep?")
    make_trackback(post, status="pending")
    make_claim(post, 1, state="failed")
    make_claim(post, 2, state="queued")
    make_link(post, 1, state="failed")
    make_link(post, 2, state="told")
    for figure in admin.get(START).context["waiting"]:
        page = admin.get(figure.url).context
        found = page["selection"].total if "selection" in page else page["cl"].result_count
        assert (figure.name, found) == (figure.name, figure.count)


def test_it_shows_the_latest_comments_and_no_spam(admin, author):
    post = make_post(author=author, title="A walk")
    make_comment(post, text="Buy this", status="spam")
    for number in range(7):
        make_comment(post, text=f"Thought {number} <b>", author_name="Mara")
    page = admin.get(START).content.decode()
    assert "Thought 6 &lt;b&gt;" in page
    assert "Thought 1 " not in page
    assert "Buy this" not in page
    assert "on “A walk”" in page


def test_it_costs_the_same_with_much_waiting(admin, author, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(30) as counted:
            admin.get(START)
        return len(counted)

    def fill(number):
        for _ in range(number):
            post = make_post(author=author)
            make_comment(post, status="pending")
            make_trackback(post, status="pending")

    fill(2)
    few = queries()
    fill(10)
    assert queries() == few


def test_nobody_else_may_keep_it(admin):
    kept = admin.get(START)["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


def test_a_stranger_is_sent_to_the_login(client):
    assert client.get(START)["Location"].startswith(reverse("admin:login"))


def test_whoever_only_writes_sees_her_own_drafts_and_no_comments(client, author):
    writer = let(make_user(is_staff=True, is_superuser=False), "view_post", "add_post")
    make_post(author=writer, status="draft")
    make_post(author=author, status="draft")
    make_comment(make_post(author=author), status="pending", text="For the owner alone")
    client.force_login(writer)
    page = client.get(START).content.decode()
    assert figures(client) == {"drafts": 1}
    assert "For the owner alone" not in page
    assert "Write a post" in page
    assert reverse("admin:blog_sitesettings_changelist") not in page


def test_whoever_may_nothing_yet_is_told_whom_to_ask(client):
    client.force_login(make_user(is_staff=True, is_superuser=False))
    page = client.get(START).content.decode()
    assert "Ask whoever runs this blog." in page
    assert "Write a post" not in page


def test_the_menu_leads_to_everything_the_author_uses(admin):
    page = admin.get(START).content.decode()
    names = ["blog_post", "blog_page", "trackbacks_claim", "trackbacks_outgoinglink",
             "blog_category", "blog_tag", "blog_sitesettings", "auth_user"]  # fmt: skip
    addresses = [reverse(f"admin:{name}_changelist") for name in names]
    assert all(f'<li><a href="{address}"' in page for address in addresses)
    assert f'<li><a href="{reverse("admin:inbox")}"' in page
    assert reverse("blog:home") in page


@pytest.mark.parametrize("name", ["auth_user", "auth_group"])
def test_accounts_are_kept_in_the_admin(admin, name):
    assert admin.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert admin.get(reverse(f"admin:{name}_add")).status_code == 200


def test_the_author_changes_her_own_password(admin, author):
    from tests.factories import PASSWORD

    new = "a new and longer one"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    admin.post(reverse("admin:password_change"), typed)
    author.refresh_from_db()
    assert author.check_password(new)


def test_where_mail_is_off_it_says_how_to_turn_it_on(admin):
    assert "EMAIL_URL=smtp" in admin.get(START).content.decode()


def test_where_mail_is_on_it_says_nothing_of_it(admin, mail_is_on):
    page = admin.get(START).content.decode()
    assert "EMAIL_URL" not in page
    assert "Nobody is mailed" not in page


def test_where_nobody_can_be_told_of_what_waits_it_says_so(admin, author, mail_is_on):
    author.email = ""
    author.save()
    assert "Nobody is mailed about what waits." in admin.get(START).content.decode()
    SiteSettings.objects.create(pk=1, notify="off")
    assert "Nobody is mailed" not in admin.get(START).content.decode()


def test_who_cannot_see_the_outbox_reads_nothing_of_it(admin, author):
    author.is_superuser = False
    author.save()
    let(author, "view_comment")
    assert "EMAIL_URL" not in admin.get(START).content.decode()


def test_mails_that_do_not_get_through_are_counted(admin):
    tried, failed = (post_mail("sample", "reader@example.com", {}) for _ in range(2))
    post_mail("sample", "reader@example.com", {})
    OutgoingMail.objects.filter(pk=tried.pk).update(attempts=1)
    settled = {"state": "failed", "next_try_at": None, "settled_at": timezone.now()}
    OutgoingMail.objects.filter(pk=failed.pk).update(**settled)
    assert figures(admin) == {"failed-mails": 1, "delayed-mails": 1}
