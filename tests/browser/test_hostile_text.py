"""What attackers write in a comment is text and nothing else, in a real browser."""

import pytest
from django.urls import reverse

from comments.forms import MAX_BYTES, CommentForm
from tests import hostile_text
from tests.factories import make_comment, make_post
from tests.html_judge import elements_of, faults_of_comment

pytestmark = pytest.mark.django_db(transaction=True)

# Says so where a payload runs, even in a way that opens no dialog; addresses are asked of nobody.
WITNESS = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  window[name] = (...words) => { window.ran.push([name, ...words.map(String)]); };
}
"""
# Goes over everything a reader could point at, click or focus, without leaving the page.
PROVOKE = """
document.addEventListener("click", (event) => event.preventDefault(), true);
for (const element of document.querySelectorAll(".comment, .comment *")) {
  for (const name of ["mouseover", "mouseenter", "click", "focus", "blur", "load", "error", "toggle"]) {
    element.dispatchEvent(new MouseEvent(name, { bubbles: true, cancelable: true }));
  }
}
"""  # noqa: E501
SAID = """
[...document.querySelectorAll(".comment-item")].map((item) => ({
  name: item.querySelector(".comment-name").innerHTML.trim(),
  body: item.querySelector(".comment-body").innerHTML,
}))
"""
PAGES_OF = 50


@pytest.fixture
def victim(new_context):
    """A reader's page that tells what ran in it."""
    page = new_context().new_page()
    page.add_init_script(WITNESS)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    return page


def comments_of(payload):
    """What the form lets through of a payload in the text, the name and the website."""
    polite = {"name": "Jo", "email": "jo@example.com", "url": "", "body": "Hello."}
    tries = [
        {"body": payload},
        {"name": payload[:100]},
        {"url": payload[:400]},
        {"url": f"https://x.example/{payload[:300]}"},
    ]
    for words in tries:
        form = CommentForm(polite | words)
        if form.is_valid():
            yield form.cleaned_data


def show_all(payloads):
    """Put what passes the form on posts of one page each; return how to reach them."""
    accepted = {
        (data["name"], data["url"], data["body"]) for text in payloads for data in comments_of(text)
    }
    posts = []
    for number, (name, url, body) in enumerate(sorted(accepted)):
        if number % PAGES_OF == 0:
            posts.append(make_post())
        # The number keeps them apart: the same words twice on one post are refused.
        make_comment(posts[-1], author_name=name, url=url, text=f"{body}\n\n{number}")
    return len(accepted), [post.get_absolute_url() for post in posts]


def faults_of(said):
    yield from faults_of_comment(said["body"])
    # Apart from the link to the website a name is text.
    name = said["name"].replace("<bdi>", "").replace("</bdi>", "")
    yield from faults_of_comment(name)
    if len(elements_of(name)) > 1:
        yield f"elements in the name {name!r}"


@pytest.mark.parametrize("source", ["own", *hostile_text.PUBLIC_LISTS])
def test_no_payload_runs_or_leaves_anything_unsafe_on_the_page(victim, source):
    payloads = hostile_text.OWN if source == "own" else hostile_text.public_list(source)
    count, addresses = show_all(payloads)
    seen = 0
    for address in addresses:
        victim.goto(address)
        victim.evaluate(PROVOKE)
        said = victim.evaluate(SAID)
        seen += len(said)
        assert [fault for words in said for fault in faults_of(words)] == []
        assert victim.evaluate("window.ran") == []
        assert victim.url.endswith(address)
    assert seen == count >= len(payloads)


@pytest.mark.parametrize("source", ["own", *hostile_text.PUBLIC_LISTS])
def test_a_form_that_comes_back_holds_the_payloads_as_text(victim, source):
    payloads = hostile_text.OWN if source == "own" else hostile_text.public_list(source)
    typed = "\n\n".join(payloads).encode(errors="ignore")[: MAX_BYTES - 1].decode(errors="ignore")
    victim.goto(reverse("comments:create", args=[make_post().pk]))
    for name, words in {"name": typed[:100], "url": typed, "body": typed}.items():
        victim.locator(f"[name={name}]").fill(words)
    victim.locator("[name=email]").fill("jo@example.com")
    for button in ("Post comment", "Preview"):
        with victim.expect_navigation():
            victim.get_by_role("button", name=button).click()
        assert victim.get_by_role("alert").count() == 1
        assert victim.locator("form").count() == 1
        assert victim.evaluate("window.ran") == []
        assert victim.locator("main :is(script, iframe, img)").count() == 0
