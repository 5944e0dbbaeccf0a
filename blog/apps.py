"""The blog app."""

from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"

    def ready(self) -> None:
        from blog import watched  # noqa: PLC0415
        from blog.mail.privacy import OutboxKeeper  # noqa: PLC0415
        from blog.page_cache import migrating, watches  # noqa: PLC0415
        from blog.privacy import register  # noqa: PLC0415

        register(OutboxKeeper())
        watches.watch(*watched.WATCHES)
        migrating.connect(self)
