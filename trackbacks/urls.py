"""Addresses of the endpoints that other blogs call."""

from django.urls import URLPattern

app_name = "trackbacks"

urlpatterns: list[URLPattern] = []
