"""How a bucket is spoken to: imported only where MEDIA_STORAGE names one."""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage


class BucketStorage(S3Storage):
    """A bucket by its own key, whatever the environment says of Amazon.

    No command waits for long for a service that is silent. Checksums beyond the signature are left
    out, since most services that speak S3 refuse Amazon's newest.
    """

    def __init__(self, **options: Any) -> None:
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=5,
            read_timeout=20,
            retries={"total_max_attempts": 2},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        fixed = {"security_token": None, "session_profile": None, "file_overwrite": False}
        super().__init__(client_config=config, **fixed, **options)
