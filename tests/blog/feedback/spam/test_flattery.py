"""Flattering spam is held at least; honest praise never reaches the spam.

Both sets are written for these tests, by the shapes that such comments have.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from blog.feedback.gathering import subject_of_text
from blog.feedback.submission import Subject
from tests.blog.feedback.spam.verdicts import BREAD, codes, standing, verdict

DEMO_POSTS = [file.read_text() for file in Path(__file__).parents[4].glob("config/demo/posts/*.md")]
# (name, website, words)
FLATTERING = [
    (
        "best roofing austin",
        "https://austin-roofing-pros.example/",
        "Excellent article! I bookmarked your site and will be back for more.",
    ),
    (
        "SEO Services",
        "https://rankfast.example/seo",
        "What a great post. I really like how you write. Keep it up!",
    ),
    (
        "Cheap Handbags",
        "http://handbags-outlet.example",
        "Hello there, just became alert to your blog through Google, and found that it's truly"
        " informative. I'll be grateful if you continue this in future.",
    ),
    (
        "casino bonus",
        "https://slots.example/bonus",
        "I love your blog.. very nice colors & theme. Did you make this website yourself or did"
        " you hire someone to do it for you?",
    ),
    (
        "Payday Loans",
        "https://quickloans.example/",
        "Thanks for sharing your thoughts. I truly appreciate your efforts and I will be waiting"
        " for your next post.",
    ),
    (
        "weight loss pills",
        "http://slim.example/weightloss-pills",
        "Wow, awesome blog layout! How long have you been blogging for? You make it look easy.",
    ),
    (
        "Replica Watches",
        "http://watches.example/replica",
        "Your blog loads really quick. Which web host are you using? An affiliate link?",
    ),
    (
        "Plumber Dallas",
        "https://dallas-plumbing.example/",
        "This is really interesting, you are a very skilled blogger. I have joined your rss feed"
        " and look forward to seeking more of your great post.",
    ),
    (
        "online poker",
        "https://cards.example/poker-online",
        "Hi! Do you know if they make any plugins to help with SEO? I'm trying to get my blog to"
        " rank for some keywords.",
    ),
    (
        "essay writing service",
        "https://papers.example/essays",
        "Great insight! I couldn't agree more, thank you for this wonderful article.",
    ),
    (
        "Bitcoin Trading",
        "https://coins.example/trading",
        "Superb blog you have here but I was wanting to know if you knew of any forums that cover"
        " the same topics? Thanks a lot!",
    ),
    (
        "Kate",
        "https://cheap-jerseys-outlet.example/nfl",
        "Hey, the text in your post seems to be running off the screen in Internet explorer. The"
        " design looks great though!",
    ),
]
HONEST = [
    "Thanks, this helped me",
    "Thank you!",
    "Great post, thanks for writing it.",
    "I love your blog. Keep going!",
    "Very helpful, I had no idea.",
    "Nice article :-)",
    "This is really good. I will share it with a friend.",
    "Bookmarked!",
    "Thank you so much for sharing this. It made my day.",
    "Wonderful, I look forward to the next one.",
    "Super Artikel, danke!",
    "Your new design looks great, and the site loads fast on my phone now.",
    "Is there an RSS feed for your blog? I would like to follow it.",
    "+1",
    "\u0421\u043f\u0430\u0441\u0438\u0431\u043e, \u043e\u0447\u0435\u043d\u044c"
    " \u043f\u043e\u043c\u043e\u0433\u043b\u043e!",
]


@pytest.mark.parametrize(("name", "url", "words"), FLATTERING)
def test_flattery_that_sells_something_is_held_at_least(name, url, words):
    assert standing(words, author_name=name, url=url) in {"held", "spam"}


@pytest.mark.parametrize("words", HONEST)
def test_honest_praise_without_a_website_is_shown(words):
    assert standing(words) == "shown"


@pytest.mark.parametrize("words", HONEST)
def test_honest_praise_never_reaches_the_spam_whatever_the_classifier_says(words):
    old = Subject(BREAD.words, BREAD.language, BREAD.scripts, age_days=2000)
    assert standing(words, probability=1.0, subject=old) != "spam"


def test_praise_with_a_private_website_is_shown():
    assert standing("Great post, thanks!", url="https://annaberg.example/") == "shown"


def test_who_has_something_to_say_may_have_a_business():
    words = "My loaf was flat until I put more rye flour into it, and the crust was soft."
    shop = {"author_name": "Berg Plumbing", "url": "https://berg-plumbing.example/"}
    assert standing(words, **shop) == "shown"
    assert standing("Great article, thank you for sharing!", **shop) in {"held", "spam"}
    assert standing("Great article! My loaf has a crust now.", **shop) == "held"


def test_praise_that_names_what_it_praises_is_no_flattery():
    assert codes("Great post! Mine had no crust until I read about the steam.") == []


def test_a_long_text_names_one_word_of_the_post_by_chance():
    words = (
        "Great article, I really like your blog and the time in it. " + "It is so very so. " * 10
    )
    assert "flattery" in codes(words.replace("time", "oven"))


def test_an_old_post_only_adds_to_other_signs():
    old = Subject(BREAD.words, BREAD.language, BREAD.scripts, age_days=400)
    assert "old_post" not in codes("Great post!", subject=old)
    assert "old_post" in codes("Great post!", subject=old, url="https://annaberg.example")


@pytest.mark.parametrize(
    "name", ["Anna Berg", "Best", "George Best", "Johnny Cash", "Vincent Price", "Rich", "Ana Top"]
)
def test_people_are_no_products(name):
    assert not {"product_name", "link_in_name"} & set(codes("Great post!", author_name=name))


@pytest.mark.parametrize("name", ["Cheap Viagra", "OnlineCasino24", "Best Online Reviews"])
def test_products_are_no_people(name):
    assert "product_name" in codes("Great post!", author_name=name)


@pytest.mark.parametrize(
    "url",
    [
        "https://annaskitchen.example/",
        "https://accidental-updating.example/",
        "https://specialist.example/parental/",
        "https://hypothesis.example/2024/best-of/",
        "https://www.anna-and-jo.example/blog/",
    ],
)
def test_a_website_with_an_ordinary_name_sells_nothing(url):
    assert "commercial" not in codes("Great post!", url=url)


@pytest.mark.parametrize(
    "url",
    [
        "https://onlinecasino24.example/",
        "https://casinoworld.example/",
        "https://ads.example/best-online-reviews/",
        "https://garage.example/cheap-tyres",
    ],
)
def test_a_website_that_names_wares_sells_them(url):
    assert "commercial" in codes("Great post!", url=url)


def test_a_number_to_call_counts_a_little():
    assert codes("Bread? Write to me on WhatsApp +1 555 010 9999") == ["contact"]


def test_a_link_from_another_blog_is_not_asked_for_words_about_the_post():
    assert verdict("Great article", kind="linkback", url="https://cheap-pills.example").score == 0


def test_posts_of_every_kind_change_nothing_of_that():
    """The demonstration's posts are long, and share words with anybody by chance."""
    for text in DEMO_POSTS:
        subject = replace(subject_of_text(text), age_days=30)
        for name, url, words in FLATTERING:
            found = standing(words, author_name=name, url=url, subject=subject)
            assert found in {"held", "spam"}, (name, text[:40])
        assert {standing(words, subject=subject) for words in HONEST} == {"shown"}
