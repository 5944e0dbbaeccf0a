"""A mail server on loopback: keeps what it takes, refuses what it is told to, goes down and up."""

from __future__ import annotations

import email
import email.policy
import socket
from dataclasses import dataclass
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from blog.mail.jobs import deliver_due


def send_due():
    """Send what is due in the outbox, as the jobs worker would."""
    deliver_due.call()


@dataclass(frozen=True)
class Taken:
    """A mail as the server took it: `message` as mail programs read it, `raw` as it came."""

    to: list[str]
    sender: str
    raw: bytes
    message: EmailMessage

    @property
    def text(self):
        return self._content("plain")

    @property
    def html(self):
        return self._content("html")

    def _content(self, subtype):
        return self.message.get_body([subtype]).get_content().replace("\r\n", "\n")

    def __getitem__(self, header):
        return self.message[header]


class MailServer:
    def __init__(self):
        self.mails = []
        self.refusals = {}
        self._controller = None
        with socket.create_server(("127.0.0.1", 0)) as one:
            self.port = one.getsockname()[1]

    def start(self):
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self):
        if self._controller:
            self._controller.stop()
            self._controller = None

    def refuse(self, address, answer):
        """Answer whoever sends to `address` with `answer`, such as "550 Nobody of that name"."""
        self.refusals[address] = answer

    def only_mail(self):
        assert len(self.mails) == 1, [mail["Subject"] for mail in self.mails]
        return self.mails[0]

    # aiosmtpd calls these by their names.
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "DATA" in self.refusals:
            return self.refusals["DATA"]
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(Taken(envelope.rcpt_tos, envelope.mail_from, envelope.content, message))
        return "250 Taken"
