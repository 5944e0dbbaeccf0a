"""What is kept about the machines that announce links, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime

from blog import privacy
from trackbacks.models import Claim, Trackback


class LinkbackKeeper(privacy.Keeper):
    def forget_networks(self, before: datetime) -> int:
        links = Trackback.objects.with_network().filter(created_at__lt=before)
        claims = Claim.objects.with_network().filter(received_at__lt=before)
        return sum(privacy.overwrite(rows, ip=None, user_agent="") for rows in (links, claims))
