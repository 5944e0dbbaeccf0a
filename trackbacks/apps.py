"""The trackbacks app."""

from django.apps import AppConfig


class TrackbacksConfig(AppConfig):
    name = "trackbacks"

    def ready(self) -> None:
        from blog.privacy import register  # noqa: PLC0415
        from trackbacks.privacy import LinkbackKeeper  # noqa: PLC0415

        register(LinkbackKeeper())
