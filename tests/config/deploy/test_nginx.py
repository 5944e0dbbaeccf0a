"""config/deploy/nginx: each size is a configuration that nginx takes, and does what it says."""

import gzip
import re
import shutil

import pytest
import urllib3
from django.conf import settings
from whitenoise.compress import Compressor

from tests.config.conftest import Installation
from tests.config.deploy.nginx import FILES, NAME, READER, SIZES, Nginx

ANY_DATABASE = True
MAKE_SITE = """
from blog.models import SiteSettings
from tests.factories import make_post
SiteSettings.objects.create(pk=1, comment_policy="publish")
print(make_post(title="A post", slug="a-post").get_absolute_url())
"""


@pytest.mark.parametrize("size", SIZES)
def test_nginx_takes_the_files_of_each_size(tmp_path, size):
    code, said = Nginx(tmp_path, size, places_of(size, tmp_path)).complaints()
    assert code == 0, said
    assert "warn" not in said.replace("the user", ""), said


def places_of(size, folder):
    return {"/var/lib/nginx/rejoinder": f"{folder}/kept"} if size == "large" else {}


def test_every_file_is_of_one_size_or_included():
    texts = [path.read_text() for path in FILES.glob("*.conf")]
    included = {
        name for text in texts for name in re.findall(r"include rejoinder/(\w+)\.conf", text)
    }
    assert {path.stem for path in FILES.glob("*.conf")} == included | set(SIZES)


def test_a_request_is_as_long_as_the_site_reads_and_no_longer():
    megabytes = re.search(r"client_max_body_size (\d+)m;", (FILES / "https.conf").read_text())[1]
    assert int(megabytes) * 2**20 == settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def pack(folder):
    """As the site packs all its files when it collects them."""
    packer = Compressor(quiet=True)
    for path in list(folder.rglob("*.css")):
        packer.compress(str(path))


@pytest.fixture(scope="module")
def site(tmp_path_factory, empty_database, static_files):
    """A site with one post, as size medium has it; `path` is that of the post."""
    folder = tmp_path_factory.mktemp("medium")
    made = Installation(
        folder, DATABASE_URL=empty_database(folder), SITE_URL=f"https://{NAME}",
        TRUSTED_PROXIES="127.0.0.1", WEB_WORKERS="1",
    )  # fmt: skip
    made.path = made.shell(MAKE_SITE).strip()
    shutil.copytree(static_files, folder / "data" / "static")
    pack(folder / "data" / "static" / "blog")
    (folder / "data" / "media").mkdir()
    (folder / "data" / "media" / "a.svg").write_text("<svg><script>alert(1)</script></svg>")
    made.start("serve", "--no-worker")
    made.wait_for_output("answers at")
    yield made
    made.end()


@pytest.fixture(scope="module")
def front(tmp_path_factory, site):
    """nginx before it."""
    nginx = Nginx(
        tmp_path_factory.mktemp("nginx"),
        "medium",
        {
            "127.0.0.1:8000": f"127.0.0.1:{site.port}",
            "/var/lib/rejoinder/": f"{site.folder}/data/",
        },
    )
    with nginx.running():
        yield nginx


def test_a_page_comes_packed_with_what_the_site_says_of_it(front, site):
    answer = front.ask("GET", site.path, {"Accept-Encoding": "gzip"})
    assert answer.status == 200
    assert b"A post" in gzip.decompress(answer.data)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    again = {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]}
    assert front.ask("GET", site.path, again).status == 304
    assert f'href="https://{NAME}{site.path}"' in gzip.decompress(answer.data).decode()


def test_http_leads_to_https(front):
    answer = front.ask_plainly("/a/?b=c")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/a/?b=c")


def test_a_comment_is_from_whom_nginx_saw_whatever_the_sender_says(front, site):
    said = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http"}
    form = {"name": "Ann", "email": "ann@example.com", "body": "A thought."}
    answer = front.ask(
        "POST", "/comments/post/1/", said | {"Sec-Fetch-Site": "same-origin"},
        fields=form, encode_multipart=False,
    )  # fmt: skip
    assert answer.status == 302
    senders = (
        "from comments.models import Comment as C; print(*C.objects.values_list('ip', flat=True))"
    )
    assert site.shell(senders).split() == [READER]
    assert b"A thought." in front.ask("GET", site.path).data


def test_what_is_too_long_is_refused_before_the_site_reads_it(front):
    answer = front.ask("POST", "/comments/post/1/", body=b"x" * (3 * 2**20 + 1))
    assert answer.status == 413
    assert answer.headers["Server"] == "nginx"


KEPT = ["Content-Type", "Cache-Control", "X-Content-Type-Options", "Content-Security-Policy"]


def files_of(page):
    return sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)))


def test_files_have_the_headers_that_the_site_gives_them(front, site):
    page = front.ask("GET", site.path).data.decode()
    files = files_of(page)
    assert {path.rsplit(".")[-1] for path in files} == {"css", "js"}
    for path in [*files, "/static/blog/favicon.svg", "/media/a.svg"]:
        ours, sites = front.ask("GET", path), directly(site, path)
        assert (ours.status, sites.status, ours.data) == (200, 200, sites.data)
        assert headers_of(ours) == headers_of(sites), path
        assert (ours.headers["Server"], sites.headers["Server"]) == ("nginx", "gunicorn")


def directly(site, path):
    with urllib3.HTTPConnectionPool("127.0.0.1", site.port) as pool:
        told = {"Host": NAME, "X-Forwarded-Proto": "https"}
        return pool.request("GET", path, headers=told, decode_content=False)


def headers_of(answer):
    found = {name: answer.headers.get(name) for name in KEPT}
    kind = found["Content-Type"].replace("application/javascript", "text/javascript")
    return found | {"Content-Type": kind.replace('"', "")}


def test_a_file_is_sent_as_it_was_packed_to_whoever_takes_it(front, site):
    path = files_of(front.ask("GET", site.path).data.decode())[0]
    packed = front.ask("GET", path, {"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == front.ask("GET", path).data


@pytest.mark.parametrize("path", ["/static/", "/media/", "/media/..%2fblog.sqlite3", "/static../"])
def test_beside_the_files_there_is_nothing(front, path):
    assert front.ask("GET", path).status in {400, 403, 404}
