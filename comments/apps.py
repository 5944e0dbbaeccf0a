"""The comments app."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self) -> None:
        from blog.privacy import register  # noqa: PLC0415
        from comments.privacy import CommentKeeper  # noqa: PLC0415

        register(CommentKeeper())
