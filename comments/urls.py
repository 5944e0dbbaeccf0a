"""Addresses of comments: forms, permalinks, previews and receipts."""

from django.urls import URLPattern

app_name = "comments"

urlpatterns: list[URLPattern] = []
