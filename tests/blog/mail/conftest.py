from tests.blog.mail.sample_mails import sample  # noqa: F401
