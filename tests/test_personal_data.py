"""What is kept of a reader, column by column, and that nothing of it outlives her wish to erase it.

Each column that can hold text has to be decided on here: a table that is added later fails the
first test until somebody has thought of what readers leave in it.
"""

import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from blog import leftovers, privacy
from blog.feedback import moderation
from blog.feedback.blocking import block
from blog.feedback.inbox.senders import Mark
from blog.mail.models import OutgoingMail
from blog.models import BlockRule, LearntToken
from comments import my_data
from comments.appeals import appeal
from comments.kind import CommentKind
from comments.models import Comment, CommentLesson, OutsideQuestion, Subscription
from comments.subscriptions.services import subscribe
from comments.threads import as_nodes
from tests.database_dump import columns_with, files
from tests.factories import make_comment, make_post, make_submission, make_user

# Of whom the tests below know every string by this. It is in her name, her addresses and her words.
HERS = re.compile(r"quagga|198\.51\.100\.77", re.IGNORECASE)
ADDRESS = "Zoe.Quagga@secret.example"

ERASED = "goes when she erases it"
# Model -> columns and why they need not be erased, or that they are.
DECISIONS = {
    "admin.LogEntry": {
        "object_repr": ERASED,
        "object_id change_message": "ids, and names of fields",
    },
    "auth.Permission": {"name codename": "Django's own"},
    "auth.Group": {"name": "the staff's"},
    "auth.User": {"password username first_name last_name email": "the staff's; readers have none"},
    "contenttypes.ContentType": {"app_label model": "Django's own"},
    "sessions.Session": {"session_key session_data": "the staff's; messages are in cookies"},
    "django_tasks_database.DBTaskResult": {
        "traceback": ERASED,
        "args_kwargs return_value": "ids: jobs take and give nothing else",
        "task_path worker_ids queue_name backend_name exception_class_path": "names of code",
    },
    "blog.BlockRule": {
        "value": ERASED,
        "why source": "the author's words, the number of a row, the name of a list",
    },
    "blog.Redirect": {"path": "of posts"},
    "blog.LimitWindow": {"key": "a keyed hash"},
    "blog.ImportedItem": {"source kind external_id": "where posts came from, and numbers there"},
    "blog.OutgoingMail": {
        "to last_answer": ERASED,
        "kind about once_key": "names of code, and ids",
    },
    "blog.SiteSettings": {"title tagline notify_address": "the author's"},
    "blog.Category": {"name slug path description": "the author's"},
    "blog.Tag": {"name slug description": "the author's"},
    "blog.Post": {"title slug path body html teaser excerpt summary": "the author's"},
    "comments.Subscription": {"email": ERASED},
    "comments.Comment": {
        "name email url body html ip user_agent reasons note_to_reader": ERASED,
        "path": "ids",
        "evidence": "numbers, and yes or no",
    },
    "comments.CommentLesson": {"tokens": "numbers; they go with the words"},
    "comments.CommentRecord": {"why before": ERASED},
    "trackbacks.OutgoingLink": {"source target last_answer status_page": "of the author's links"},
    "trackbacks.Trackback": {
        "ip user_agent": "of another blog's machine; forgotten after a while",
        "evidence": "numbers, and yes or no",
        "source source_host title blog_name excerpt author author_url reasons": "what a public "
        "page says of itself: nobody proves by an address that it is hers",
    },
    "trackbacks.TrackbackLesson": {"tokens": "numbers"},
    "trackbacks.TrackbackRecord": {"why": "about a public page"},
    "trackbacks.Claim": {
        "ip user_agent": "of another blog's machine; forgotten after a while",
        "source source_host target title blog_name excerpt last_answer": "about a public page",
    },
    "trackbacks.SourceRule": {"value note": "the author's decision"},
}  # fmt: skip
HOLDS_TEXT = (
    models.CharField, models.TextField, models.JSONField, models.BinaryField,
    models.GenericIPAddressField, models.FileField,
)  # fmt: skip


def text_columns(model):
    fields = model._meta.local_fields
    return {field.name for field in fields if isinstance(field, HOLDS_TEXT) and not field.choices}


def decided():
    """(model, column, what was decided) of every column in DECISIONS."""
    for label, columns in DECISIONS.items():
        for names, decision in columns.items():
            yield from ((label, name, decision) for name in names.split())


# What was said stands there once more, as words to be searched for.
INDEX = {"comments_comment_words.words"}
if connection.vendor == "sqlite":
    INDEX |= {"comments_comment_words_content.c0"}


def erased_columns():
    found = [(apps.get_model(label), name) for label, name, how in decided() if how == ERASED]
    columns = {f"{model._meta.db_table}.{model._meta.get_field(name).column}"
               for model, name in found}  # fmt: skip
    return columns | INDEX


def test_somebody_has_thought_of_every_column():
    tables = [model for model in apps.get_models(include_auto_created=True)
              if not model._meta.proxy]  # fmt: skip
    existing = {(model._meta.label, name) for model in tables for name in text_columns(model)}
    known = {(label, name) for label, name, _ in decided()}
    assert existing - known == set(), "say in DECISIONS whether readers leave something in them"
    assert known - existing == set(), "these columns are gone"


def write(post, *, parent=None, number=1, email=ADDRESS):
    return make_comment(
        post,
        parent=parent,
        author_name=f"Zoë Quagga {number}",
        email=email,
        url="https://quagga.example/me",
        text=f"A *quagga* is seen here, number {number}.",
        ip="198.51.100.77",
    )


@pytest.fixture
def traces(client, db, settings):
    """All that she leaves behind, in every column that can hold it, and the answer of another."""
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    staff = make_user("editor", is_staff=True)
    post = make_post()
    first = write(post)
    answer = make_comment(parent=first, author_name="Bob", text="An answer that stays.")
    second = write(post, parent=answer, number=2, email=ADDRESS.upper())
    third = write(post, number=3)
    moderation.mark_as_spam(only(third), by=staff, why="Quagga again")
    appeal(third, "Quaggas are no spam!")
    only(first).update(user_agent="QuaggaBrowser/7", note_to_reader="Dear Ms Quagga")
    client.force_login(staff)
    form = reverse("admin:comments_comment_change", args=[second.pk])
    client.post(form, {"name": "Zoë Quagga", "url": "", "body": "Mended: quagga"})
    for mark in (Mark("email", ADDRESS), Mark("ip", "198.51.100.77")):
        CommentKind().block(third, mark, by=staff, batch=uuid4())
    for scope in ("post", "answers"):
        subscribe(first, scope, ip="198.51.100.77", is_proved=True)
    delete_in_admin(client, Subscription.objects.get(scope="answers"))
    my_data.ask_for_link(ADDRESS, make_submission(ip="198.51.100.77").sender)
    OutgoingMail.objects.update(last_answer=f"550 <{ADDRESS}>: unknown")
    DBTaskResult.objects.update(traceback=f"SMTPRecipientsRefused: {ADDRESS.lower()}")
    return first, answer, second


def delete_in_admin(client, row):
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    assert client.post(page, chosen).status_code == 302


def only(comment):
    return Comment.objects.filter(pk=comment.pk)


def outline(post):
    shown = Comment.objects.filter(post=post).approved().in_thread_order()
    return [(node.pk, node.depth, node.comment and node.comment.name) for node in as_nodes(shown)]


def test_her_strings_are_in_every_column_that_is_erased_and_in_no_other(traces):
    assert columns_with(HERS) == erased_columns()


def test_the_history_of_the_admin_names_her_by_her_comment_and_by_her_subscription(traces):
    named = [entry for entry in LogEntry.objects.all() if HERS.search(entry.object_repr)]
    assert {entry.content_type.model for entry in named} == {"comment", "subscription"}


def test_after_erasing_a_full_dump_holds_none_of_her_strings(traces):
    privacy.erase(ADDRESS.lower())
    assert columns_with(HERS) == set()


def test_after_it_is_made_anonymous_only_her_words_are_left(traces):
    privacy.anonymise(ADDRESS)
    assert columns_with(HERS) == INDEX | {"comments_comment.body", "comments_comment.html"}
    assert columns_with(re.compile("Anonymous")) == {"comments_comment.name"}


@pytest.mark.parametrize("let_go", [privacy.erase, privacy.anonymise])
def test_nobody_outside_is_asked_any_more(traces, let_go):
    OutsideQuestion.objects.create(comment=traces[0])
    let_go(ADDRESS)
    assert not OutsideQuestion.objects.exists()


@pytest.mark.parametrize("let_go", [privacy.erase, privacy.anonymise])
def test_the_filter_forgets_what_it_learnt_from_her(traces, let_go):
    learnt = LearntToken.objects.filter(Q(ham__gt=0) | Q(spam__gt=0))
    assert learnt.exists()
    let_go(ADDRESS)
    assert not learnt.exists()
    assert not CommentLesson.objects.exists()


def test_what_others_wrote_stays_where_it_stood(traces):
    first, answer, second = traces
    assert outline(answer.post)[1:] == [(answer.pk, 2, "Bob"), (second.pk, 3, "Zoë Quagga")]
    privacy.erase(ADDRESS)
    assert outline(answer.post) == [(first.pk, 1, None), (answer.pk, 2, "Bob")]
    answer.post.refresh_from_db()
    assert answer.post.comment_count == 1
    assert "An answer that stays." in only(answer).get().html


def test_nobody_brings_back_what_was_erased(traces):
    first, _answer, _second = traces
    privacy.erase(ADDRESS)
    assert moderation.restore(only(first)) == 0
    assert moderation.approve(only(first)) == 0


def test_the_author_sees_that_the_writer_took_it_away(traces, client):
    privacy.erase(ADDRESS)
    page = client.get("/admin/inbox/", {"status": "removed"}).content.decode()
    assert page.count("Withdrawn by its writer") == 3


def test_a_rule_that_names_more_than_her_stays(traces):
    for kind, value in [("host", "quagga.example"), ("network", "198.51.100.0/24")]:
        block(kind, value, None)
    privacy.erase(ADDRESS)
    assert {rule.value for rule in BlockRule.objects.all()} == {"quagga.example", "198.51.100.0/24"}


def test_a_network_that_was_blocked_in_the_admin_is_not_left_in_its_history(traces, admin_client):
    form = {"kind": "network", "value": "198.51.100.77", "why": ""}
    admin_client.post(reverse("admin:blog_blockrule_add"), form)
    assert LogEntry.objects.filter(object_repr__startswith="198.51.100.77").exists()
    privacy.erase(ADDRESS)
    assert columns_with(HERS) == set()


def test_another_address_is_another_person(traces):
    before = columns_with(HERS)
    for other in ("oe.Quagga@secret.example", f"{ADDRESS}.org", "bob@example.com"):
        privacy.erase(other)
        privacy.anonymise(other)
    # What went wrong in a job is not worth telling addresses apart.
    assert before - columns_with(HERS) <= {"django_tasks_database_dbtaskresult.traceback"}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "nobody", "a@b", "%@example.com\n"])
def test_what_is_no_address_erases_nothing(address):
    make_comment(email="")
    with pytest.raises(ValidationError):
        privacy.erase(address)
    with pytest.raises(ValidationError):
        privacy.anonymise(address)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite keeps all in one file")
def test_the_files_of_sqlite_hold_nothing_either(traces):
    privacy.erase(ADDRESS)
    assert HERS.search(files())
    leftovers.clear()
    assert not HERS.search(files())
