"""Addresses of posts, pages, lists and feeds."""

from django.urls import URLPattern

app_name = "blog"

urlpatterns: list[URLPattern] = []
