"""What-if: the forecast is what the rules really do, once they are saved."""

import pytest

from blog.current import forget_site_settings, site_settings
from blog.feedback import forecasting
from blog.feedback.blocking import block
from blog.feedback.forecasting import forecast_rule, forecast_settings
from blog.feedback.moderation import approve
from blog.models import BlockRule, SiteSettings
from comments import services
from comments.models import Comment
from tests.blog.feedback.spam.test_flattery import FLATTERING, HONEST
from tests.factories import make_post, make_submission, make_trackback, make_user
from trackbacks.models import Trackback

pytestmark = pytest.mark.django_db

SETTINGS = [
    {"hold_from": 2},
    {"spam_from": 6},
    {"hold_from": 9, "spam_from": 20},
    {"max_links": 0},
    {"comment_policy": "hold_first"},
    {"comment_policy": "hold_all", "spam_from": 5},
]
RULES = [("term", "blog"), ("host", "a.example"), ("network", "203.0.113.0/24")]


def corpus():
    """(submission, is the reader known) of forty comments of every sort."""
    for number, (name, url, words) in enumerate(FLATTERING):
        yield {"author_name": name, "url": url, "text": words, "ip": f"198.51.100.{number}"}, False
    for number, words in enumerate(HONEST):
        yield {"author_name": "Anna Berg", "text": f"{words} {number}"}, number % 2 == 0
    for links in range(6):
        text = "I wrote of this too: " + " ".join(f"https://a.example/{n}" for n in range(links))
        yield {"author_name": "Jo Hart", "text": text, "seconds": links * 1.0}, links % 2 == 1
    yield {"author_name": "Mia", "text": "Great post!", "url": "https://mia.example"}, False
    yield {"author_name": "Bot", "text": "Hello, hello.", "honeypot": "x"}, True


def fill(post):
    """Send the corpus; return the status that each text got."""
    Comment.objects.all().delete()
    for fields, is_known in corpus():
        services.submit(post, make_submission(**fields), is_known=is_known)
    return statuses()


def statuses():
    return dict(Comment.objects.values_list("body", "status"))


def foretold(before, forecast):
    return before | {flip.item.body: flip.after for flip in forecast.flips}


@pytest.fixture
def post():
    body = "A sourdough loaf rises in a cold kitchen over night, with rye flour and patience."
    return make_post(title="Bread that waits", body=body)


@pytest.mark.parametrize("changes", SETTINGS)
def test_a_forecast_of_settings_is_what_comes_of_them(post, changes):
    SiteSettings(pk=1, comment_policy="publish").save()
    before = fill(post)
    planned = site_settings()
    for name, value in changes.items():
        setattr(planned, name, value)
    expected = foretold(before, forecast_settings(planned))
    assert expected != before
    assert statuses() == before
    planned.save()
    forget_site_settings()
    assert fill(post) == expected


@pytest.mark.parametrize(("kind", "value"), RULES)
def test_a_forecast_of_a_rule_is_what_comes_of_it(post, kind, value):
    SiteSettings(pk=1, comment_policy="publish").save()
    before = fill(post)
    expected = foretold(before, forecast_rule(BlockRule(kind=kind, value=value)))
    assert expected != before
    assert not BlockRule.objects.exists()
    block(kind, value, None)
    assert fill(post) == expected


def test_what_nobody_judged_is_left_out(post):
    services.submit(post, make_submission(), user=make_user(is_staff=True))
    make_trackback()
    assert forecast_rule(BlockRule(kind="term", value="think")).judged == 0


def test_flips_are_grouped_by_what_becomes_of_them(post):
    SiteSettings(pk=1, comment_policy="publish").save()
    for number in range(3):
        services.submit(post, make_submission(text=f"A loaf for the casino {number}"))
    approve(Comment.objects.all())
    found = forecast_rule(BlockRule(kind="term", value="casino"))
    (group,) = found.groups
    assert (group.before, group.after, len(group.flips), found.judged) == ("shown", "spam", 3, 3)
    assert group.flips[0].reasons == ["Has “casino”, which you have blocked."]


def test_only_the_newest_are_judged(post, monkeypatch):
    monkeypatch.setattr(forecasting, "JUDGED", 2)
    for number in range(3):
        services.submit(post, make_submission(text=f"A loaf for the casino {number}"))
    found = forecast_rule(BlockRule(kind="term", value="casino"))
    assert [flip.item.body[-1] for flip in found.flips] == ["2", "1"]


def test_twice_the_rows_cost_no_more_queries(post, django_assert_num_queries):
    def queries():
        with django_assert_num_queries(10):
            forecast_rule(BlockRule(kind="term", value="casino"))

    for number in range(4):
        services.submit(make_post(), make_submission(text=f"Loaf {number}"))
        make_trackback(evidence={"is_known": False})
        if number % 2:
            queries()
    assert Trackback.objects.count() == 4
