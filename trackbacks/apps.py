"""The trackbacks app."""

from django.apps import AppConfig


class TrackbacksConfig(AppConfig):
    name = "trackbacks"
