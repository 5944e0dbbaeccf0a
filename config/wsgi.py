"""The WSGI program that gunicorn serves."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from config.handler import Handler, cached, gated  # noqa: E402

application = cached(gated(Handler()))
