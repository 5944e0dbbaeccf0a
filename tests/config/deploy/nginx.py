"""nginx of the tests' own, with the very files of config/deploy/nginx, on ports of this machine."""

import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest
import urllib3

from tests.config.conftest import ROOT, free_port
from tests.waiting import wait_until

FILES = ROOT / "config" / "deploy" / "nginx"
NAME = "blog.example.com"
# Where readers of the tests come from: no proxy is at this address.
READER = "127.0.0.2"
SIZES = ["small", "medium", "large"]

# As Debian's own nginx.conf: what it turns on is on here too.
MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
events {{}}
http {{
    sendfile on;
    tcp_nopush on;
    gzip on;
    include {mime_types};
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include rejoinder/{size}.conf;
}}
"""


class Nginx:
    """The configuration of one size, copied to `folder` with `places` changed in it."""

    def __init__(self, folder, size, places=None):
        self._program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        if self._program is None or shutil.which("openssl") is None:
            pytest.skip("not installed (Debian: apt-get install nginx-light openssl)")
        self.folder, self.port, self.plain_port = folder, free_port(), free_port()
        self._certify()
        self._copy(
            {
                "listen [::]:443 ssl http2;": "",
                "listen [::]:80;": "",
                "listen 443 ": f"listen 127.0.0.1:{self.port} ",
                "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
                f"/etc/letsencrypt/live/{NAME}/fullchain.pem": f"{folder}/certificate.pem",
                f"/etc/letsencrypt/live/{NAME}/privkey.pem": f"{folder}/key.pem",
            }
            | (places or {})
        )
        user = "user root;" if os.geteuid() == 0 else ""
        main = MAIN.format(folder=folder, size=size, user=user, mime_types="/etc/nginx/mime.types")
        (folder / "nginx.conf").write_text(main)

    def _certify(self):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext",
             f"subjectAltName=DNS:{NAME}", "-keyout", self.folder / "key.pem",
             "-out", self.folder / "certificate.pem"],
            check=True, capture_output=True,
        )  # fmt: skip

    def _copy(self, places):
        (self.folder / "rejoinder").mkdir()
        texts = {path.name: path.read_text() for path in FILES.glob("*.conf")}
        for old, new in places.items():
            assert any(old in text for text in texts.values()), old
            texts = {name: text.replace(old, new) for name, text in texts.items()}
        for name, text in texts.items():
            (self.folder / "rejoinder" / name).write_text(text)

    def _command(self, *arguments):
        return [self._program, "-p", self.folder, "-e", "stderr", "-c", self.folder / "nginx.conf",
                *arguments]  # fmt: skip

    def complaints(self):
        """Return what `nginx -t` says, and whether the files are good."""
        done = subprocess.run(
            self._command("-t"), text=True, capture_output=True, cwd=self.folder, check=False
        )
        return done.returncode, done.stderr

    @contextmanager
    def running(self):
        with (self.folder / "log").open("w") as log:
            process = subprocess.Popen(self._command(), stdout=log, stderr=log)
        try:
            wait_until(self._answers)
            yield self
        finally:
            process.terminate()
            process.wait()

    def _answers(self):
        try:
            return self.ask("GET", "/static/", timeout=1, retries=False)
        except urllib3.exceptions.HTTPError:
            return False

    def ask(self, method, path, headers=None, **options):
        """Ask by https, as whoever came to blog.example.com; redirects are answers."""
        with urllib3.HTTPSConnectionPool(
            "127.0.0.1", self.port, ca_certs=str(self.folder / "certificate.pem"),
            server_hostname=NAME, assert_hostname=NAME, source_address=(READER, 0),
        ) as pool:  # fmt: skip
            return pool.request(
                method, path, headers={"Host": NAME} | (headers or {}), redirect=False,
                decode_content=False, **options,
            )  # fmt: skip

    def ask_plainly(self, path):
        with urllib3.HTTPConnectionPool("127.0.0.1", self.plain_port) as pool:
            return pool.request("GET", path, headers={"Host": NAME}, redirect=False)
