"""The site's settings for test runs: fast, on throw-away data, sending nothing anywhere."""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="rejoinder-tests-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
(_scratch / "static").mkdir()
# Whatever this machine's own site is set to, here and in .env, is not for test runs. An empty
# variable counts as none, and .env does not replace it.
_example = Path(__file__).resolve().parent.parent / ".env.example"
for _name in re.findall(r"^#? ?([A-Z_]+)=", _example.read_text(), re.MULTILINE):
    os.environ[_name] = ""
os.environ["SECRET_KEY"] = "only-for-tests"
os.environ["DATA_DIR"] = str(_scratch)
os.environ["SITE_URL"] = "http://testserver"

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

if url := os.environ.get("TEST_DATABASE_URL"):
    import environ

    DATABASES["default"] = environ.Env.db_url_config(url)
else:
    # A file, since a live server in another thread must see the same data.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
