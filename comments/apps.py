"""The comments app."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self) -> None:
        from blog import privacy  # noqa: PLC0415
        from blog.feedback import kinds  # noqa: PLC0415
        from blog.page_cache.watches import watch  # noqa: PLC0415
        from blog.search.kinds import register as register_search  # noqa: PLC0415
        from comments import my_data, watched  # noqa: PLC0415
        from comments.kind import CommentKind  # noqa: PLC0415
        from comments.privacy import CommentKeeper  # noqa: PLC0415
        from comments.search import CommentSearch  # noqa: PLC0415
        from comments.subscriptions import letters  # noqa: PLC0415
        from comments.subscriptions.privacy import SubscriptionKeeper  # noqa: PLC0415

        privacy.register(CommentKeeper())
        privacy.register(SubscriptionKeeper())
        kinds.register(CommentKind())
        register_search(CommentSearch())
        letters.register_all()
        my_data.register()
        watch(*watched.WATCHES)
