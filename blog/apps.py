"""The blog app."""

from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"

    def ready(self) -> None:
        from blog.mail.privacy import OutboxKeeper  # noqa: PLC0415
        from blog.privacy import register  # noqa: PLC0415

        register(OutboxKeeper())
