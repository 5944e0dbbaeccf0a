"""The admin for writing: posts, pages, categories, tags, the site's settings and its mails."""

from blog.admin import mails, posts, site_settings, terms  # noqa: F401  (each registers its own)
