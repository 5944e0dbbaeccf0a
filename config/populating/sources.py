"""The texts that invented ones are made from: the demonstration, and what the filter knows."""

from __future__ import annotations

from blog.feedback.learning.prior import prior_texts
from blog.feedback.learning.tokens import Words
from blog.text.plain import words_of_html
from blog.text.render import render_post
from config.demo.content import read_posts

_SHORT = 60


def prose_texts() -> list[str]:
    """Return texts of many sentences in plain words."""
    posts = (render_post(entry.body, "markdown", prefix="post").html for entry in read_posts())
    said = (words.text for words in prior_texts(is_spam=False))
    return [*map(words_of_html, posts), *said]


def short_comments() -> list[str]:
    """Return what readers say in a few words."""
    texts = (words.text for words in prior_texts(is_spam=False))
    return [text for text in texts if len(text) < _SHORT]


def spam_words() -> list[Words]:
    return list(prior_texts(is_spam=True))
