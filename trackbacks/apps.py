"""The trackbacks app."""

from django.apps import AppConfig


class TrackbacksConfig(AppConfig):
    name = "trackbacks"

    def ready(self) -> None:
        from blog import privacy  # noqa: PLC0415
        from blog.feedback import kinds  # noqa: PLC0415
        from blog.page_cache.watches import watch  # noqa: PLC0415
        from trackbacks import watched  # noqa: PLC0415
        from trackbacks.kind import TrackbackKind  # noqa: PLC0415
        from trackbacks.privacy import LinkbackKeeper  # noqa: PLC0415

        privacy.register(LinkbackKeeper())
        kinds.register(TrackbackKind())
        watch(*watched.WATCHES)
