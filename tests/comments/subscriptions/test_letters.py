"""What mails to subscribers say, composed of what stands when they go out."""

import re

import pytest

from blog.feedback import moderation
from blog.mail.kinds import Dropped, compose
from blog.mail.models import OutgoingMail
from blog.models import Post
from comments.models import Comment
from comments.subscriptions import jobs, letters, services
from tests.comments.subscriptions.asking import subscribe
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


def confirmation(**fields):
    row = subscribe(make_comment(**fields), is_proved=False)
    return row, OutgoingMail.objects.latest("pk")


def news(*comments):
    jobs.tell_subscribers()
    return OutgoingMail.objects.latest("pk")


def path_in(text, part):
    return re.search(rf"http://testserver(/comments/{part}/\S+)", text)[1]


# --- the question


def test_the_question_leads_to_the_page_that_confirms():
    row, mail = confirmation()
    message = compose(mail)
    assert "Please confirm" in message.subject
    for said in (message.text, message.html):
        assert "http://testserver/comments/subscription/confirm/" in said
        assert str(row.post) in said


def test_the_question_holds_no_word_of_whoever_typed_the_address():
    _row, mail = confirmation(
        author_name="Cheap pills", text="Buy here", url="https://pills.example"
    )
    message = compose(mail)
    said = f"{message.subject}{message.text}{message.html}"
    assert not re.search("pills|Buy here", said)


def test_the_question_is_not_asked_where_it_was_answered():
    row, mail = confirmation()
    services.confirm(row)
    with pytest.raises(Dropped):
        compose(mail)
    row.delete()
    with pytest.raises(Dropped):
        compose(mail)


def test_a_subscription_to_all_is_asked_about_in_other_words():
    row = subscribe(scope="post", is_proved=False)
    message = compose(OutgoingMail.objects.latest("pk"))
    assert "every new comment" in message.text
    assert row.post.title in message.text


# --- an answer


def test_an_answer_says_who_what_where_and_how_to_stop_it():
    row = subscribe(make_comment(make_post(title="Bread & butter")))
    answer = make_comment(parent=row.comment, author_name="Em", text="It was *good* <b>& hot")
    message = compose(news(answer))
    assert message.subject == "Em answered you on “Bread & butter”"
    assert "> It was *good* <b>& hot" in message.text
    assert "<em>good</em> &lt;b&gt;&amp; hot" in message.html
    assert "Bread &amp; butter" in message.html
    for said in (message.text, message.html):
        assert f"http://testserver/comments/{answer.pk}/" in said
        assert message.unsubscribe_url in said
        assert path_in(said, "subscriptions")
    assert "&amp;" not in message.text


def test_the_headers_thread_the_answers_below_what_they_answer():
    row = subscribe()
    answer = make_comment(parent=row.comment)
    message = compose(news(answer))
    assert message.message_id == f"<comment.{answer.pk}@testserver>"
    assert message.references == (
        f"<post.{row.post_id}@testserver>",
        f"<comment.{row.comment_id}@testserver>",
    )
    assert message.list_name


def test_an_answer_beside_what_it_answers_names_it_all_the_same():
    deep = make_comment()
    for _ in range(5):
        deep = make_comment(parent=deep)
    row = subscribe(deep)
    message = compose(news(make_comment(parent=deep)))
    assert message.references[-1] == f"<comment.{row.comment_id}@testserver>"


def test_links_in_an_answer_lead_to_the_site():
    row = subscribe()
    make_comment(parent=row.comment, text="[here](/about/)")
    assert 'href="http://testserver/about/"' in compose(news()).html


def test_what_is_no_longer_shown_is_not_mailed():
    row = subscribe(scope="post")
    gone, stays = make_comment(row.post), make_comment(row.post, text="It stays.")
    mail = news()
    moderation.remove(Comment.objects.filter(pk=gone.pk))
    message = compose(mail)
    assert gone.body not in message.text
    assert "commented on" in message.subject
    moderation.mark_as_spam(Comment.objects.filter(pk=stays.pk))
    with pytest.raises(Dropped):
        compose(mail)


def test_nothing_is_mailed_of_what_was_stopped_or_of_a_post_that_is_not_shown():
    row = subscribe()
    make_comment(parent=row.comment)
    mail = news()
    Post.objects.filter(pk=row.post_id).update(status="draft")
    with pytest.raises(Dropped):
        compose(mail)
    Post.objects.filter(pk=row.post_id).update(status="published")
    services.stop(row)
    with pytest.raises(Dropped):
        compose(mail)


# --- a digest


def test_several_come_in_one_mail_in_their_order():
    row = subscribe(scope="post")
    said = [make_comment(row.post, text=f"Word {number}.") for number in range(3)]
    message = compose(news(*said))
    assert message.subject == f"3 new comments on “{row.post}”"
    places = [message.text.index(comment.body) for comment in said]
    assert places == sorted(places)
    assert message.message_id == ""
    assert message.references == (f"<post.{row.post_id}@testserver>",)


def test_a_mail_lists_so_many_and_counts_the_others(django_assert_max_num_queries):
    row = subscribe(scope="post")
    for _ in range(letters.SHOWN + 3):
        make_comment(row.post)
    mail = news()
    with django_assert_max_num_queries(4):
        message = compose(mail)
    assert "3 more comments" in message.text
    assert message.text.count("/comments/") == letters.SHOWN + 2
