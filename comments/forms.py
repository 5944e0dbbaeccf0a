"""What a comment form takes: a reader's, and the shorter one of the blog's own staff."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from blog.feedback.forms import (
    AddressField,
    LineField,
    TextField,
    TrappedForm,
    WebsiteField,
    stamp_age,
)
from blog.feedback.spam import count_links
from blog.feedback.submission import Sender, Submission
from blog.mail.transport import is_mail_on
from comments.models import Subscription

MAX_BYTES = 10 * 1024
MAX_LINKS = 20
_MAIL = [
    (Subscription.Scope.ANSWERS, _("when somebody answers me")),
    (Subscription.Scope.POST, _("about every new comment here")),
]


class BodyForm(forms.Form):
    body = TextField(
        max_bytes=MAX_BYTES,
        label=_("Comment"),
        help_text=_(
            "Plain text or Markdown: *emphasis*, **strong**, `code`, > quotation, lists and links."
        ),
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        links = count_links(body)
        if links > MAX_LINKS:
            raise ValidationError(
                _("This text has %(links)d links, and %(most)d are the most. Leave some out."),
                code="too_many_links",
                params={"links": links, "most": MAX_LINKS},
            )
        return body


class StaffCommentForm(BodyForm):
    """Name and address are those of the account."""

    is_staff = True
    wanted_mail = ""

    def submission(self, sender: Sender) -> Submission:
        return Submission(text=self.cleaned_data["body"], sender=sender)


class OwnCommentForm(BodyForm):
    """What its writer may change in a comment that she has sent."""

    name = LineField(
        max_length=100,
        label=_("Name"),
        error_messages={"required": _("Give a name, so that others can answer you.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    url = WebsiteField(
        max_length=400,
        required=False,
        label=_("Website"),
        help_text=_("Optional."),
        error_messages={
            "invalid": _("This is not the address of a website, such as https://example.com.")
        },
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url"}),
    )

    field_order = ["name", "url", "body"]

    def submission(self, sender: Sender) -> Submission:
        return Submission(
            text=self.cleaned_data["body"],
            author_name=self.cleaned_data["name"],
            url=self.cleaned_data["url"],
            sender=sender,
        )


class AppealForm(forms.Form):
    words = TextField(
        max_bytes=1024,
        label=_("Why should the author look again?"),
        error_messages={"required": _("Say in a few words why.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SubscribeForm(forms.Form):
    notify = forms.ChoiceField(
        choices=_MAIL, label=_("Mail me"), help_text=_("To the address that you gave.")
    )


class CommentForm(TrappedForm, OwnCommentForm):
    is_staff = False

    email = AddressField(
        max_length=254,
        label=_("E-mail"),
        help_text=_("Never shown."),
        error_messages={
            "required": _("Give an e-mail address. It is never shown."),
            "invalid": _("This is not an e-mail address, such as name@example.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    notify = forms.ChoiceField(
        choices=[("", _("not at all")), *_MAIL],
        required=False,
        label=_("Mail me"),
        help_text=_("A first mail asks you to confirm it."),
    )

    field_order = ["name", "email", "url", "body", "notify"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_mail_on():
            del self.fields["notify"]

    @property
    def wanted_mail(self) -> str:
        """The Subscription.Scope that the reader chose, or nothing."""
        return self.cleaned_data.get("notify", "")

    def submission(self, sender: Sender) -> Submission:
        return replace(
            super().submission(sender),
            email=self.cleaned_data["email"],
            honeypot=self.cleaned_data["subject"],
            seconds=stamp_age(self.cleaned_data["stamp"]),
        )


class MyDataForm(TrappedForm):
    """Asks for a link to what is kept about an address."""

    email = AddressField(
        max_length=254,
        label=_("E-mail"),
        error_messages={
            "required": _("Type an address."),
            "invalid": _("This is not an e-mail address, such as name@example.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
