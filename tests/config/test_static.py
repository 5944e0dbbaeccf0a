"""Static files are collected when they have changed, and only then."""

import pytest

from config.static import collect_changed


@pytest.fixture
def source(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "theme.css").write_text("a{}")
    return tmp_path / "source"


def collected(source):
    return sorted(path.name for path in (source.parent / "static").glob("theme.*.css"))


def test_unchanged_files_are_collected_once(source):
    assert collect_changed() is True
    assert collect_changed() is False


def test_a_changed_file_is_collected_and_the_old_one_stays_for_cached_pages(source):
    collect_changed()
    old = collected(source)
    (source / "theme.css").write_text("a{color:red}")
    assert collect_changed() is True
    assert len(old) == 1
    assert set(old) < set(collected(source))


def test_a_new_and_a_removed_file_count_as_change(source):
    collect_changed()
    (source / "more.css").write_text("b{}")
    assert collect_changed() is True
    (source / "more.css").unlink()
    assert collect_changed() is True


def test_a_lost_result_is_made_again(source):
    collect_changed()
    (source.parent / "static" / "staticfiles.json").unlink()
    assert collect_changed() is True
