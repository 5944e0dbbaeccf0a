"""Where the links of the author's mails lead."""

from django.urls import path

from blog.feedback.notices.views import ActView

app_name = "notices"

urlpatterns = [path("moderate/<str:token>/", ActView.as_view(), name="act")]
