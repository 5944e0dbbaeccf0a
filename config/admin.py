"""The admin site, under the blog's own name."""

from django.contrib import admin


class RejoinderAdminSite(admin.AdminSite):
    site_header = "Rejoinder"
    site_title = "Rejoinder"
    index_title = "What waits for you"
