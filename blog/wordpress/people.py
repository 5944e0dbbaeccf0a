"""The authors of an export as accounts that nobody can log in with."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from blog.services import imports
from blog.wordpress.records import Author, Said
from blog.wordpress.tally import Tally

KIND = "author"
_NOT_IN_NAMES = re.compile(r"[^\w.@+-]+")


class People:
    """Knows which account an author of the export became.

    An account that has an author's login already is hers; others are made without a password,
    inactive and never as staff.
    """

    def __init__(self, source: str, tally: Tally):
        self._source = source
        self._tally = tally
        self._ids = imports.rows_of(source, KIND)
        self._seen: set[str] = set()
        self._by_number: dict[str, str] = {}
        self._by_email: dict[str, str] = {}
        self._accounts: dict[str, Any] = {}

    def add(self, author: Author) -> None:
        """Make an account for a declared author, unless there is one."""
        login = _login(author.login)
        if not login:
            self._tally.leave("authors", "authors without a login", author.display_name)
        elif login not in self._seen:
            self._by_number.setdefault(author.number, login)
            self._by_email.setdefault(author.email.lower(), login)
            self._make(login, author)

    def by_login(self, text: str) -> Any:
        """Return the account of the author with this login, made where none declared it.

        None where there is no login.
        """
        login = _login(text)
        if not login:
            return None
        if login not in self._seen:
            self._tally.remark("authors that only their posts name", login)
            self._make(login, Author(login, display_name=text))
        return self._account(login)

    def who_said(self, said: Said) -> Any:
        """Return the account of the author who wrote a comment, or None for a reader.

        Only a comment that was written under an account counts: an address can be typed by anyone.
        """
        if not said.account:
            return None
        login = self._by_number.get(said.account)
        if login is None and said.email:
            login = self._by_email.get(said.email.lower())
        return self._account(login) if login else None

    def _account(self, login: str) -> Any:
        if login not in self._accounts:
            accounts = get_user_model().objects
            self._accounts[login] = accounts.filter(pk=self._ids.get(login, 0)).first()
        return self._accounts[login]

    @transaction.atomic
    def _make(self, login: str, author: Author) -> None:
        self._seen.add(login)
        if login not in self._ids:
            account = get_user_model().objects.filter(username=login).first()
            is_new = account is None
            account = account or _new_account(login, author)
            imports.remember(self._source, KIND, {login: account.pk})
            self._ids[login] = account.pk
            if is_new:
                self._tally.take("authors")
                return
        self._tally.know("authors")


def _login(text: str) -> str:
    return _NOT_IN_NAMES.sub("-", text).strip("-")[:150]


def _new_account(login: str, author: Author) -> Any:
    account = get_user_model()(username=login, email=_email(author.email), is_active=False)
    first, last = author.first_name, author.last_name
    # What readers saw above her posts is what she is called.
    if author.display_name not in {"", author.login, f"{first} {last}".strip()}:
        first, last = author.display_name, ""
    account.first_name, account.last_name = first[:150], last[:150]
    account.set_unusable_password()
    account.save()
    return account


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text if len(text) <= 254 else ""
