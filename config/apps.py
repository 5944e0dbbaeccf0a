"""The apps that the site itself adds: its admin, its commands and its checks."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    name = "config"
    label = "site"

    def ready(self) -> None:
        from blog.feedback.notices import letters  # noqa: PLC0415
        from blog.feedback.privacy import BlockListKeeper  # noqa: PLC0415
        from blog.privacy import register  # noqa: PLC0415
        from config import bucket_checks, checks  # noqa: F401, PLC0415
        from config.privacy import HistoryKeeper, JobKeeper  # noqa: PLC0415

        register(BlockListKeeper())
        register(HistoryKeeper())
        register(JobKeeper())
        letters.register_all()


class RejoinderAdminConfig(AdminConfig):
    default_site = "config.admin.RejoinderAdminSite"
