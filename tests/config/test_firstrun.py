"""The first run: an account, a settings row, a demonstration, each made once."""

import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from blog.models import SiteSettings
from config import firstrun
from tests.factories import make_user

User = get_user_model()


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    for name in ("ADMIN_USERNAME", "ADMIN_PASSWORD", "DEMO"):
        monkeypatch.delenv(name, raising=False)


def password_in(text):
    return re.search(r"password +(\S+)", text)[1]


@pytest.mark.django_db
def test_an_account_is_made_and_its_password_printed_once(capsys):
    call_command("firstrun")
    password = password_in(capsys.readouterr().out)
    user = authenticate(username="admin", password=password)
    assert user.is_superuser
    assert user.is_staff

    call_command("firstrun")
    assert "password" not in capsys.readouterr().out
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_given_account_is_made_and_its_password_not_printed(capsys, monkeypatch):
    monkeypatch.setenv("ADMIN_USERNAME", "marta")
    monkeypatch.setenv("ADMIN_PASSWORD", "a long walk home")
    call_command("firstrun")
    assert authenticate(username="marta", password="a long walk home").is_superuser
    assert "walk" not in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["password1", "short", "12345678901", "administratrix"])
def test_a_weak_password_is_refused_in_words(monkeypatch, password):
    monkeypatch.setenv("ADMIN_USERNAME", "administratrix")
    monkeypatch.setenv("ADMIN_PASSWORD", password)
    with pytest.raises(CommandError, match="ADMIN_PASSWORD is too weak"):
        call_command("firstrun")
    assert not User.objects.exists()
    assert not SiteSettings.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["two words", "x" * 151])
def test_a_name_that_cannot_be_used_is_refused_in_words(monkeypatch, name):
    monkeypatch.setenv("ADMIN_USERNAME", name)
    with pytest.raises(CommandError, match="ADMIN_USERNAME"):
        call_command("firstrun")


@pytest.mark.django_db
def test_the_name_of_another_account_is_refused_in_words():
    make_user("admin")
    with pytest.raises(CommandError, match=r"ADMIN_USERNAME=admin: .*already exists"):
        call_command("firstrun")


@pytest.mark.django_db
def test_an_installation_with_an_admin_gets_no_second_one(monkeypatch):
    make_user("marta", is_staff=True)
    monkeypatch.setenv("ADMIN_USERNAME", "other")
    call_command("firstrun")
    assert list(User.objects.values_list("username", flat=True)) == ["marta"]


@pytest.mark.django_db
def test_made_up_passwords_are_strong_and_differ():
    made = {firstrun.make_password() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password) for password in made)


@pytest.mark.django_db
def test_what_the_author_set_is_kept():
    SiteSettings.objects.create(pk=1, title="Mine")
    call_command("firstrun")
    assert SiteSettings.objects.get().title == "Mine"


def test_a_bare_folder_becomes_a_site(bare_installation):
    text = bare_installation.must_run("firstrun")
    assert password_in(text)
    folder = bare_installation.folder / "data"
    assert (folder / "static" / "staticfiles.json").is_file()
    assert (folder / "secret_key").exists() is False  # given by the environment
    assert bare_installation.must_run("firstrun") == ""


def test_the_secret_key_is_made_once_and_for_its_owner_alone(bare_installation):
    del bare_installation.environment["SECRET_KEY"]
    bare_installation.must_run("check")
    path = bare_installation.folder / "data" / "secret_key"
    key = path.read_text()
    assert len(key) > 60
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    bare_installation.must_run("check")
    assert path.read_text() == key


def test_two_first_runs_at_once_make_one_account(bare_installation):
    two = [bare_installation.start("firstrun", PYTHONUNBUFFERED="1") for _ in range(2)]
    assert [process.wait(timeout=120) for process in two] == [0, 0], bare_installation.output()
    assert bare_installation.output().count("printed this once") == 1
    count = "from django.contrib.auth.models import User; print(User.objects.count())"
    assert bare_installation.shell(count).strip() == "1"


def test_a_database_that_does_not_answer_is_one_plain_sentence(bare_installation):
    done = bare_installation.run("firstrun", DATABASE_URL="postgres://me@127.0.0.1:1/blog")
    assert done.returncode == 1
    assert "The database cannot be reached (DATABASE_URL)" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_a_redis_that_does_not_answer_is_told_and_keeps_nobody_from_starting(bare_installation):
    text = bare_installation.must_run("firstrun", CACHE_URL="redis://127.0.0.1:1/0")
    assert "Note: Redis cannot be reached (CACHE_URL)" in text
    assert "limits are counted in the database" in text
    assert password_in(text)


def test_a_command_before_the_first_run_names_the_first_run(bare_installation):
    done = bare_installation.run("configure")
    assert done.returncode == 1
    assert "`manage.py firstrun` makes what it lacks" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
