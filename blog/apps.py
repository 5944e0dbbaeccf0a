"""The blog app."""

import mimetypes

from django.apps import AppConfig

# Not in every machine's table, and a picture without its type is not shown.
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("image/avif", ".avif")


class BlogConfig(AppConfig):
    name = "blog"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created  # noqa: PLC0415

        from blog import watched  # noqa: PLC0415
        from blog.listing import triggers as listing  # noqa: PLC0415
        from blog.mail.privacy import OutboxKeeper  # noqa: PLC0415
        from blog.page_cache import migrating, watches  # noqa: PLC0415
        from blog.privacy import register  # noqa: PLC0415
        from blog.search import engines, index, kinds  # noqa: PLC0415
        from blog.search.posts import PostSearch  # noqa: PLC0415

        register(OutboxKeeper())
        watches.watch(*watched.WATCHES)
        migrating.connect(self)
        listing.connect(self)
        connection_created.connect(engines.prepare, dispatch_uid="search words")
        kinds.register(PostSearch())
        index.connect(self)
