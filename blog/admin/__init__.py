"""The admin for writing: posts, pages, categories, tags and the site's settings."""

from blog.admin import posts, site_settings, terms  # noqa: F401  (each registers its own)
