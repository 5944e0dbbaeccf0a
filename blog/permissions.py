"""Who may see what readers may not."""

from django.conf import settings
from django.http import HttpRequest


def may_see_unpublished(request: HttpRequest) -> bool:
    """May whoever is logged in read drafts and private posts? Without a session nobody is asked."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_staff and request.user.has_perm("blog.view_post")
