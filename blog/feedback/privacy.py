"""What the block list keeps about people whom the author does not want."""

from __future__ import annotations

from django.db.models import Q

from blog import privacy
from blog.feedback.blocking import READERS, unblock
from blog.models import BlockRule


class BlockListKeeper(privacy.Keeper):
    """A rule that names her alone goes with her; one that names a site or a network stays."""

    is_byproduct = True

    def erase(self, address: str) -> None:
        networks = [READERS["network"](ip) for ip in privacy.network_addresses(address)]
        term = Q(kind=BlockRule.Kind.TERM, value=READERS["term"](address))
        rules = BlockRule.objects.filter(term | Q(kind=BlockRule.Kind.NETWORK, value__in=networks))
        if rules.exists():
            unblock(rules)
