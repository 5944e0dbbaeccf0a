"""A WordPress export comes in whole, once, and as far as it can be read."""

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from blog.models import Category, ImportedItem, Post, Tag
from blog.wordpress.xml import ExportFile
from comments import wordpress
from comments.models import Comment
from tests.factories import make_post, make_user
from tests.hostile_text import OWN
from tests.html_judge import faults_of_comment, faults_of_post
from tests.wordpress_files import (
    REAL,
    author,
    category,
    comment,
    export,
    filed,
    item,
    page,
    tag,
    term,
)
from trackbacks.models import Trackback

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path, capsys):
    """Import the text of an export; return what was printed as {row: (taken, known, left)}."""

    def run(text, **options):
        path = tmp_path / "export.xml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(errors="ignore"))
        capsys.readouterr()
        call_command("import_wordpress", str(path), **options)
        return capsys.readouterr().out

    return run


def counts(printed):
    """{row: (taken, already here, left)} of what was printed, rows of zeros left out."""
    rows = [line.split() for line in printed.splitlines()[1:9]]
    numbers = {row[0]: tuple(map(int, row[1:])) for row in rows}
    return {row: found for row, found in numbers.items() if any(found)}


def everything():
    models = (get_user_model(), Post, Category, Tag, Comment, Trackback, ImportedItem)
    return {model: sorted(model.objects.values_list("pk", flat=True)) for model in models}


SMALL = export(
    author("ann", author_id=1, author_display_name="Ann Example"),
    category("bread", "Bread"),
    tag("rye"),
    term("nav_menu", "main"),
    item(
        11,
        filed("bread"),
        filed("rye", domain="post_tag"),
        comment(1, content="First"),
        comment(2, parent=1, user_id=1, content="Thanks"),
        comment(3, type="pingback", author="Their post", author_url="https://else.example/1"),
        comment(4, type="trackback", author="Their blog", author_url="https://else.example/2"),
        title="Sourdough",
    ),
    page(12, title="About"),
    item(13, post_type="attachment", title="loaf"),
)


def test_everything_that_is_taken_is_counted(bring):
    assert counts(bring(SMALL)) == {
        "authors": (1, 0, 0),
        "categories": (1, 0, 0),
        "tags": (1, 0, 0),
        "posts": (1, 0, 0),
        "pages": (1, 0, 0),
        "comments": (2, 0, 0),
        "pingbacks": (1, 0, 0),
        "trackbacks": (1, 0, 0),
    }
    post = Post.objects.get(title="Sourdough")
    assert (post.comment_count, post.trackback_count) == (2, 2)
    assert [str(row) for row in (*post.categories.all(), *post.tags.all())] == ["Bread", "rye"]


def test_what_is_left_is_told_with_the_reason(bring):
    printed = bring(SMALL)
    assert "1 × attachments: files are not taken (“loaf”)" in printed  # noqa: RUF001
    assert "terms of nav_menu" in printed


def test_a_second_run_adds_nothing(bring):
    bring(SMALL)
    before = everything()
    printed = bring(SMALL)
    assert everything() == before
    assert set(counts(printed).values()) == {(0, 1, 0), (0, 2, 0)}


def test_a_second_run_writes_nothing(bring):
    bring(SMALL)
    with CaptureQueriesContext(connection) as asked:
        bring(SMALL)
    writes = [query["sql"] for query in asked if re.match("INSERT|UPDATE|DELETE", query["sql"])]
    assert writes == []


def test_a_newer_export_adds_what_is_new(bring):
    bring(export(item(1, comment(1, content="First"))))
    newer = export(
        item(1, comment(1, content="First"), comment(2, parent=1, content="Second")),
        item(2, title="New"),
    )
    assert counts(bring(newer)) == {
        "authors": (0, 1, 0),
        "posts": (1, 1, 0),
        "comments": (1, 1, 0),
    }
    answer = Comment.objects.get(body="Second")
    assert answer.parent.body == "First"
    assert answer.post.comment_count == 2


def test_what_was_deleted_here_does_not_come_back(bring):
    bring(SMALL)
    Post.objects.get(title="Sourdough").delete()
    printed = bring(SMALL)
    assert not Post.objects.filter(title="Sourdough").exists()
    assert "said about something that was deleted here" in printed
    Comment.objects.all().delete()


def test_exports_of_two_blogs_do_not_meet(bring):
    bring(export(item(1, title="Ours")))
    bring(export(item(1, title="Theirs"), address="https://second.example"))
    assert Post.objects.count() == 2


def test_old_numbers_lead_to_what_they_became(bring, client):
    make_post()
    bring(export(item(5012, post_name="rye"), page(5013, post_name="about")))
    assert client.get("/?p=5012").headers["Location"] == "/2010/03/01/rye/"
    assert client.get("/archives/5013").headers["Location"] == "/about/"


def test_the_same_blog_is_known_again_by_https_and_www(bring):
    bring(export(item(1), address="http://www.old.example/"))
    assert counts(bring(export(item(1), address="https://old.example")))["posts"] == (0, 1, 0)


def test_posts_that_were_here_before_stay_as_they_are(bring):
    mine = make_post(slug="sourdough", title="Mine")
    bring(export(item(1, post_name="sourdough", title="Theirs")))
    mine.refresh_from_db()
    assert (mine.slug, Post.objects.get(title="Theirs").slug) == ("sourdough", "sourdough-2")


def test_without_an_author_the_administrator_wrote_it_or_whom_the_option_names(bring):
    admin, other = make_user("boss", is_staff=True), make_user("other")
    bring(export(item(1, creator="", title="One")))
    bring(export(item(2, creator="", title="Two")), author="other")
    assert Post.objects.get(title="One").author == admin
    assert Post.objects.get(title="Two").author == other


def test_without_anybody_to_have_written_it_an_item_waits_for_the_next_run(bring):
    text = export(item(1, comment(), creator=""))
    printed = bring(text)
    assert counts(printed) == {"posts": (0, 0, 1), "comments": (0, 0, 1)}
    assert "name one with --author" in printed
    make_user("ann")
    assert counts(bring(text, author="ann"))["posts"] == (1, 0, 0)


def test_comments_of_unknown_kinds_or_without_a_number_are_left_and_told(bring):
    text = export(item(1, comment(1, type="order_note"), comment(0), comment(2), post_name="p"))
    printed = bring(text)
    assert counts(printed)["comments"] == (1, 0, 2)
    assert "comments of the type order_note" in printed
    assert "without a number to know them by again" in printed


def test_what_has_a_number_that_is_taken_by_something_else_is_left_and_told(bring):
    bring(export(item(1, title="Ours")))
    other = item(1, comment(), title="Theirs", post_date_gmt="2015-01-01 00:00:00")
    printed = bring(export(other))
    assert counts(printed) == {"posts": (0, 0, 1), "comments": (0, 0, 1)}
    assert "is this another blog's export?" in printed


def test_control_characters_are_left_out_and_told(bring):
    printed = bring(export(item(1, comment(content="a\x08b\x0c"), title="So\x00und")))
    assert Post.objects.get().title == "Sound"
    assert "without their control characters, 3 in all" in printed


def test_a_stopped_run_says_what_it_did_and_how_to_go_on(bring, monkeypatch, capsys):
    from_first = ExportFile.read

    def stop(file, size):
        if file.lines_before:
            raise KeyboardInterrupt
        file.lines_before = 1
        return from_first(file, size)

    monkeypatch.setattr(ExportFile, "read", stop)
    with pytest.raises(CommandError, match="run the command again to go on") as told:
        bring(export(item(1), item(2, content="word " * 2000)))
    assert told.value.returncode == 130
    assert counts(capsys.readouterr().out)["posts"] == (1, 0, 0)


def test_nothing_is_printed_where_nobody_wants_to_know(bring):
    assert bring(SMALL, verbosity=0) == ""


def test_an_unknown_author_option_changes_nothing(bring):
    with pytest.raises(CommandError, match="Nobody here is called nobody"):
        bring(SMALL, author="nobody")
    assert not Post.objects.exists()


def test_a_file_that_cannot_be_read_is_told_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        call_command("import_wordpress", str(tmp_path))
    with pytest.raises(CommandError, match=r"gone\.xml cannot be read: No such file"):
        call_command("import_wordpress", str(tmp_path / "gone.xml"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "It is empty"),
        ("Dear diary", "does not begin as XML"),
        ("<html><body/></html>", "begins with <html>"),
        ("<!DOCTYPE html><html></html>", "declares a document type"),
        (b"PK\x03\x04rest", "unpack it"),
        ("<rss><channel><title>News</title><item/></channel></rss>", "a feed without"),
        (export(version="7"), "Its version is 7"),
    ],
)
def test_a_file_of_another_kind_is_refused(bring, text, told):
    with pytest.raises(CommandError, match=told):
        bring(text)
    assert not ImportedItem.objects.exists()


def test_a_bomb_of_entities_is_refused(bring):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    text = SMALL.replace("<rss", f"<!DOCTYPE rss [{entities}]>\n<rss", 1)
    with pytest.raises(CommandError, match="exhaust this machine"):
        bring(text.replace("Sourdough", "]]>&l9;<![CDATA["))
    assert not Post.objects.exists()


def test_a_file_that_was_cut_off_brings_what_is_whole_and_can_be_mended(bring):
    text = export(item(1, comment(1)), item(2, title="Second"), page(3))
    cut = text[: text.index("Second")]
    with pytest.raises(CommandError) as told:
        bring(cut)
    line = cut.count("\n") + 1
    assert f"broken in line {line}, column" in str(told.value)
    assert "cut off" in str(told.value)
    assert [post.title for post in Post.objects.all()] == ["Post 1"]
    assert counts(bring(text)) == {
        "authors": (0, 1, 0),
        "posts": (1, 1, 0),
        "pages": (1, 0, 0),
        "comments": (0, 1, 0),
    }


def test_what_came_in_before_the_broken_place_is_printed(bring, capsys):
    with pytest.raises(CommandError):
        bring(export(item(1), "<wp:tag></wp:term>"))
    assert counts(capsys.readouterr().out)["posts"] == (1, 0, 0)


class Killed(BaseException):
    """What no part of the importer may swallow."""


def test_a_run_that_was_killed_goes_on_where_it_was(bring, monkeypatch):
    # Longer than what is read at once, so that the rest of the file is never seen.
    text = export(
        page(1, post_parent=90, title="Child"),
        *(item(n, comment(n), content="words " * 500) for n in range(2, 40)),
        page(90, title="Parent"),
    )
    read, reads = ExportFile.read, iter(range(3))

    def read_until_killed(file, size):
        if next(reads, None) is None:
            raise Killed
        return read(file, size)

    with monkeypatch.context() as patched:
        patched.setattr(ExportFile, "read", read_until_killed)
        with pytest.raises(Killed):
            bring(text)
    done = Post.objects.count()
    assert 1 < done < 40
    assert Comment.objects.count() == done - 1
    assert counts(bring(text))["posts"] == (38 - (done - 1), done - 1, 0)
    assert Comment.objects.count() == 38
    assert Post.objects.get(title="Child").path == "post-90/post-1"


def test_an_item_that_the_database_refuses_is_left_alone_with_its_comments(bring, monkeypatch):
    def refuse(post, *args, **kwargs):
        if post.title == "Bad":
            raise IntegrityError("refused for a test")
        return {}

    monkeypatch.setattr(wordpress, "add_earlier", refuse)
    printed = bring(export(item(1, comment(), title="Bad"), item(2, title="Good")))
    assert [post.title for post in Post.objects.all()] == ["Good"]
    assert "refused by the database: refused for a test (“Bad”)" in printed
    assert counts(printed) == {"authors": (1, 0, 0), "posts": (1, 0, 1), "comments": (0, 0, 1)}


def test_hostile_texts_in_every_place_do_no_harm(bring, client):
    make_user("boss", is_staff=True)
    long = ["x" * 5000, "🍞" * 400, "\u202e\u200b", "&amp;lt;script&amp;gt;", "'; DROP TABLE--"]
    # Two characters that XML cannot hold; the rest of its taboos the importer leaves out.
    texts = [re.sub("[\ufffe\uffff]", "", text) for text in (*OWN, *long)]
    things = [
        thing for number, text in enumerate(texts, start=1) for thing in hostile(number, text)
    ]
    printed = bring(export(*things))
    assert "refused by the database" not in printed
    assert counts(printed)["posts"][0] == counts(printed)["comments"][0] == len(texts)
    for post in Post.objects.prefetch_related("comments"):
        assert list(faults_of_post(post.html, post.slug)) == []
        assert all(faults_of_comment(row.html) == [] for row in post.comments.all())
    for post in Post.objects.published()[:10]:
        assert client.get(post.get_absolute_url()).status_code == 200


def hostile(number, text):
    """An author, a category, a tag, and a post with its discussion, all made of `text`."""
    yield author(text, author_id=text, author_email=text, author_display_name=text)
    yield category(text, text, parent=text)
    yield tag(text, text)
    yield item(
        number,
        filed(number, text),
        comment(number, author=text, author_url=text, author_IP=text, content=text, date_gmt=text),
        comment(f"p{number}", type="pingback", author=text, author_url=text, content=text),
        comment(text, type=text, parent=text, approved=text),
        creator=text,
        title=text,
        content=text,
        post_name=text,
        post_date=text,
        post_parent=text,
        menu_order=text,
        post_modified_gmt=text,
    )


# Real exports, where they lie beside the project.

EXPORTS = [
    "wxr-theme-test/themeunittestdata.wordpress.xml",
    "wxr-theme-test/64-block-test-data.xml",
    "wxr-wptest/wptest.xml",
    "wxr-importer-tests/small-export.xml",
    "wxr-importer-tests/valid-wxr-1.0.xml",
    "wxr-importer-tests/valid-wxr-1.1.xml",
]


def counted(path):
    """How much of what is taken the file holds, counted apart from the importer's own reading."""
    found = Counter()
    for thing in ElementTree.parse(path).getroot().find("channel"):
        name = thing.tag.rpartition("}")[2]
        texts = {child.tag.rpartition("}")[2]: child.text or "" for child in thing}
        if name in {"author", "tag"}:
            found[f"{name}s"] += 1
        elif name == "category":
            found["categories"] += 1
        elif name == "item" and texts["post_type"] in {"post", "page"}:
            found[f"{texts['post_type']}s"] += 1
            for child in thing:
                if child.tag.endswith("}comment"):
                    kinds = [c.text for c in child if c.tag.endswith("}comment_type")]
                    found[f"{(kinds and kinds[0]) or 'comment'}s"] += 1
    return dict(found)


def real_export(name):
    path = REAL / name
    if not path.exists():
        pytest.skip("the real exports of ../shared/data are not on this machine")
    return path


@pytest.mark.parametrize("name", EXPORTS)
def test_a_real_export_comes_in_whole_and_once(bring, client, name):
    make_user("boss", is_staff=True)
    path = real_export(name)
    printed = bring(path.read_bytes())
    taken = {row: found[0] for row, found in counts(printed).items() if found[0]}
    for row, number in counted(path).items():
        assert taken.pop(row) >= number, row
    assert taken.keys() <= {"authors", "tags", "categories"}, "only what items alone name"
    before = everything()
    bring(path.read_bytes())
    assert everything() == before
    shown = [post.get_absolute_url() for post in Post.objects.published()]
    assert {client.get(url).status_code for url in shown} == {200}


def test_threads_of_a_real_export_nest_as_there(bring):
    path = real_export("wxr-theme-test/themeunittestdata.wordpress.xml")
    bring(path.read_bytes())
    rows = dict(ImportedItem.objects.filter(kind="comment").values_list("external_id", "object_id"))
    answered = 0
    for found in ElementTree.parse(path).iter("{https://wordpress.org/export/1.2/}comment"):
        texts = {child.tag.rpartition("}")[2]: child.text or "" for child in found}
        if texts["comment_id"] in rows:
            parent = Comment.objects.get(pk=rows[texts["comment_id"]]).parent_id
            assert parent == rows.get(texts["comment_parent"])
            answered += bool(parent)
    assert answered > 5
