"""The site's addresses and one that breaks."""

from django.urls import path

from config.urls import urlpatterns as _of_the_site


def break_down(_request):
    raise RuntimeError("a secret detail")


urlpatterns = [path("broken/", break_down), *_of_the_site]
