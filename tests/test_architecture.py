"""The arrows of the design: who may import whom, who opens sockets, who marks HTML as safe."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("blog", "comments", "trackbacks", "config")

# Package -> what it may import of ours. `config` composes everything and is imported by nobody.
ALLOWED = {
    "blog": {"blog"},
    "blog.feedback": {"blog", "blog.feedback"},
    "comments": {"blog", "blog.feedback", "comments"},
    "trackbacks": {"blog", "blog.feedback", "trackbacks"},
    "config": {"blog", "blog.feedback", "comments", "trackbacks", "config"},
}
NETWORK = {
    "aiohttp", "ftplib", "http.client", "http.server", "httpcore", "httplib2", "httpx", "requests",
    "smtplib", "socket", "socketserver", "ssl", "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip
FETCHER = "blog/web/http.py"
# One module speaks to the mail server that the operator named; everybody else uses the outbox.
MAIL_SENDER = "blog/mail/transport.py"
# The server command looks whether its port is free, and the web worker ends what others opened;
# they connect to nobody.
PORT_CHECKS = {"config/install.py", "config/web_worker.py", "config/management/commands/serve.py"}
# The second blog of `manage.py rehearse`: started by the owner alone, it listens and connects on
# loopback only, and must not share the fetcher that it puts to the test.
REHEARSAL = {
    ("config/rehearsal/second_blog.py", "http.server"),
    ("config/rehearsal/visitor.py", "http.client"),
}
MARKS_SAFE = "blog/templatetags/blog.py"
# A mail can link to no style sheet, and is under no policy of ours.
MAIL_LAYOUT = "templates/emails/layout.html"
# The apps' tag libraries meet on the post page and on the admin's start page alone.
MEETING_PLACES = {"templates/blog/post_detail.html", "templates/blog/page_detail.html"}


def modules():
    return [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def templates():
    found = (path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".jinja"})
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def text_of(path):
    return (ROOT / path).read_text()


def nodes_of(path):
    return ast.walk(ast.parse(text_of(path)))


def imports_of(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(dotted):
    """The layer that a dotted name or a module path of ours belongs to, or None."""
    parts = dotted.removesuffix(".py").replace("/", ".").split(".")
    if parts[0] not in PACKAGES:
        return None
    return "blog.feedback" if parts[:2] == ["blog", "feedback"] else parts[0]


def wrong_arrows(path, source):
    ours = ALLOWED[layer_of(path)]
    return [
        name
        for name in imports_of(ast.parse(source))
        if (layer := layer_of(name)) and layer not in ours
    ]


def test_imports_point_down():
    assert {path: wrong for path in modules() if (wrong := wrong_arrows(path, text_of(path)))} == {}


@pytest.mark.parametrize(
    ("path", "planted"),
    [
        ("comments/services.py", "from trackbacks.models import Trackback"),
        ("trackbacks/services.py", "import comments.models"),
        ("blog/views.py", "from comments import services"),
        ("blog/models.py", "from blog.feedback.models import Feedback"),
        ("blog/feedback/models.py", "import config.settings"),
        ("comments/jobs.py", "def later():\n    from trackbacks import http"),
    ],
)
def test_an_arrow_that_points_up_is_found(path, planted):
    assert wrong_arrows(path, planted)


def names_the_children(node):
    if isinstance(node, ast.Attribute):
        return re.fullmatch(r"comments?|trackbacks?", node.attr)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.match(r"(comments?|trackbacks?)[.:/]\w+", node.value)
    return None


def test_blog_names_neither_kind_of_feedback():
    found = [
        f"{path}:{node.lineno}"
        for path in modules()
        if path.startswith("blog/")
        for node in nodes_of(path)
        if names_the_children(node)
    ]
    assert found == []


def is_network(name):
    return any(name == module or name.startswith(f"{module}.") for module in NETWORK)


def test_one_module_opens_sockets_for_strangers():
    found = {
        (path, name)
        for path in modules()
        for name in imports_of(ast.parse(text_of(path)))
        if is_network(name) and path != FETCHER
    }
    assert {
        (path, name)
        for path, name in found
        if not (path in PORT_CHECKS and "socket" in name) and not is_rehearsal(path, name)
    } == set()


def test_one_module_sends_mail():
    found = {
        path
        for path in modules()
        for name in imports_of(ast.parse(text_of(path)))
        if f"{name}.".startswith("django.core.mail.")
    }
    assert found == {MAIL_SENDER}


def is_rehearsal(path, name):
    return any(path == its and name.startswith(f"{module}.") for its, module in REHEARSAL)


def test_one_module_marks_html_safe():
    marks = {"mark_safe", "SafeString", "SafeData", "allow_tags"}
    found = {
        path
        for path in modules()
        for node in nodes_of(path)
        if getattr(node, "id", getattr(node, "attr", None)) in marks
    }
    assert found <= {MARKS_SAFE}


def test_templates_escape_everything_and_hold_nothing_inline():
    for path in templates():
        text = text_of(path)
        assert not re.search(r"\|\s*safe\b|autoescape\s+off|safeseq", text), path
        assert path == MAIL_LAYOUT or not re.search(r"<style\b", text), path
        assert not re.search(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", text), path
        for script in re.findall(r"<script\b([^>]*)>", text):
            assert "src=" in script or "application/ld+json" in script, path


def test_the_apps_meet_on_the_post_page_and_the_admin_alone():
    for path in templates():
        loads = re.findall(r"{%\s*load\s+([^%]*)%}", text_of(path))
        libraries = {word for words in loads for word in words.split()}
        if path.startswith("templates/admin/") or path in MEETING_PLACES:
            continue
        allowed = set(path.split("/")[1:2])
        assert libraries & {"comments", "trackbacks"} <= allowed, path


def test_every_module_says_what_it_is_for():
    silent = [
        path
        for path in modules()
        if text_of(path).strip() and not ast.get_docstring(ast.parse(text_of(path)))
    ]
    assert silent == []


def test_no_module_has_a_name_that_says_nothing():
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
    assert [path for path in modules() if vague & set(Path(path).with_suffix("").parts)] == []


def test_files_stay_short():
    lengths = {path: len(text_of(path).splitlines()) for path in modules()}
    assert {path: lines for path, lines in lengths.items() if lines > 350} == {}
