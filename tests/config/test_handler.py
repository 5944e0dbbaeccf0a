"""What senders say of their charset never keeps a request from being answered."""

import io

import pytest
from django.core.exceptions import TooManyFieldsSent

from config.handler import Handler

FORM = b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\ncaf\xc3\xa9\r\n--x--\r\n'


def received(charset, query=""):
    return Handler.request_class(
        {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": f"multipart/form-data; boundary=x; charset={charset}",
            "CONTENT_LENGTH": str(len(FORM)),
            "QUERY_STRING": query,
            "wsgi.input": io.BytesIO(FORM),
        }
    )


@pytest.mark.parametrize("charset", ["hex", "undefined", "no-such-one", "\x00", "utf-8"])
def test_a_charset_that_decodes_no_text_is_read_as_utf_8(charset):
    request = received(charset, "p=caf%C3%A9")
    assert request.GET["p"] == request.POST["body"] == "café"


def test_a_charset_that_decodes_text_counts():
    assert received("latin-1").POST["body"] == "cafÃ©"


def test_too_many_parameters_are_refused_only_when_they_are_asked_for():
    request = received("latin-1", "a=1&" * 2000)
    with pytest.raises(TooManyFieldsSent):
        _ = request.GET
