"""`manage.py configure`: the author's settings from a shell, checked as the admin checks them."""

import pytest
from django.core.management import CommandError, call_command

from blog.current import site_settings
from blog.models import SiteSettings

pytestmark = pytest.mark.django_db


def test_settings_are_set_and_shown(capsys):
    call_command("configure", "title=A blog = mine", "comments_open=off", "posts_per_page=7")
    assert capsys.readouterr().out.splitlines() == [
        "title = A blog = mine",
        "comments_open = off",
        "posts_per_page = 7",
    ]
    row = SiteSettings.objects.get()
    assert (row.title, row.comments_open, row.posts_per_page) == ("A blog = mine", False, 7)
    assert row.linkbacks_open is True


def test_what_was_set_before_is_kept():
    call_command("configure", "comments_open=no", "comment_policy=publish")
    call_command("configure", "title=Mine")
    row = site_settings()
    assert (row.title, row.comments_open, row.comment_policy) == ("Mine", False, "publish")


@pytest.mark.parametrize(
    ("text", "value"), [("on", True), ("YES", True), ("1", True), ("off", False)]
)
def test_switches_read_words(text, value):
    call_command("configure", f"linkbacks_open={text}")
    assert site_settings().linkbacks_open is value


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("coment_policy=publish", "no setting called coment_policy. Did you mean comment_policy"),
        ("colour=red", "There is no setting called colour. `configure` alone lists the keys"),
        ("id=2", "There is no setting called id"),
        ("title", "write key=value"),
        ("title=", "title: This field is required"),
        ("comments_open=perhaps", "comments_open: perhaps is neither on nor off"),
        ("posts_per_page=0", "posts_per_page: Ensure this value is greater than or equal to 1"),
        ("thread_depth=many", "thread_depth: Enter a whole number"),
        ("comment_policy=none", "One of: hold_all"),
    ],
)  # fmt: skip
def test_a_bad_change_is_refused_in_words_and_nothing_is_saved(change, words):
    with pytest.raises(CommandError) as refusal:
        call_command("configure", "tagline=new", change)
    assert words in str(refusal.value)
    assert not SiteSettings.objects.exists()


def test_alone_it_lists_every_setting_with_its_meaning(capsys):
    call_command("configure")
    text = capsys.readouterr().out
    for field in SiteSettings._meta.get_fields():
        assert field.name == "id" or f"{field.name} = " in text
    assert "comments_open = on" in text
    assert "One of: hold (hold verified links until I approve them); publish_verified" in text
