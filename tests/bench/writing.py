"""What the blog's own people do meanwhile, by the product's services, in a process of their own."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.models import Post
from blog.services.publishing import save_post
from comments.models import Comment
from trackbacks.models import Claim, SourceRule
from trackbacks.policy import Effect


def write_posts(number, days_ago):
    """Publish short posts a minute apart; return the addresses that belong to each."""
    then = timezone.now() - timedelta(days=days_ago)
    return [_write_post(each, then - timedelta(minutes=each)) for each in range(number)]


def _write_post(number, at):
    body = f"The text of an occasion, number {number}, to say something about."
    author = get_user_model().objects.filter(is_superuser=True).first()
    post = Post(title=f"An occasion, number {number}", body=body, author=author, published_at=at)
    post.status = Post.Status.PUBLISHED
    save_post(post)
    page = post.get_absolute_url()
    form = reverse("comments:create", args=[post.pk])
    return {"pk": post.pk, "page": page, "form": form, "trackback": f"{page}trackback/"}


def edit(pk, words):
    """Add `words` to the text of a post."""
    post = Post.objects.get(pk=pk)
    post.body = f"{post.body}\n\n{words}"
    save_post(post)


def change_status(pk, status):
    """Moderate a comment; return how many were changed."""
    return moderation.change_status(Comment.objects.filter(pk=pk), Status(status))


def count_sent():
    """Return how many comments are shown, and how many links were announced."""
    return Comment.objects.filter(status=Status.APPROVED).count() + Claim.objects.count()


def trust(host):
    """Take any number of links from `host`: what strangers send waits at most in hundreds."""
    SourceRule.objects.get_or_create(kind="host", value=host, defaults={"effect": Effect.TRUST})
