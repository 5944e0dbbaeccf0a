"""Kinds of mail that only tests send."""

from tests.blog.mail.sample_mails import sample  # noqa: F401
