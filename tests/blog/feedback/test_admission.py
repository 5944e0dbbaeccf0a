"""The first status of a row, from the policy and what the checks found."""

import pytest

from blog.feedback.admission import admit_author, admit_comment, admit_linkback
from blog.feedback.models import Status
from blog.feedback.spam import Reason

LINKS = Reason("links", "Has 9 links; 2 are allowed.")
TRAP = Reason("honeypot", "A field was filled in.", is_spam=True)


@pytest.mark.parametrize(
    ("policy", "is_known", "found", "status", "codes"),
    [
        ("publish", False, [], Status.APPROVED, []),
        ("publish", True, [LINKS], Status.PENDING, ["links"]),
        ("hold_first", True, [], Status.APPROVED, []),
        ("hold_first", False, [], Status.PENDING, ["first"]),
        ("hold_first", False, [LINKS], Status.PENDING, ["links", "first"]),
        ("hold_all", True, [], Status.PENDING, ["policy"]),
        ("publish", True, [TRAP], Status.SPAM, ["honeypot"]),
        ("hold_all", False, [LINKS, TRAP], Status.SPAM, ["links", "honeypot"]),
    ],
)
def test_a_comment_is_admitted_by_policy_and_findings(policy, is_known, found, status, codes):
    admission = admit_comment(policy, found, is_known=is_known)
    assert admission.status == status
    assert [reason["code"] for reason in admission.reasons_json()] == codes


@pytest.mark.parametrize(
    ("policy", "found", "status", "codes"),
    [
        ("publish_verified", [], Status.APPROVED, []),
        ("publish_verified", [LINKS], Status.PENDING, ["links"]),
        ("publish_verified", [TRAP], Status.SPAM, ["honeypot"]),
        ("hold", [], Status.PENDING, ["policy"]),
    ],
)
def test_a_linkback_is_admitted_by_policy_and_findings(policy, found, status, codes):
    admission = admit_linkback(policy, found)
    assert admission.status == status
    assert [reason["code"] for reason in admission.reasons_json()] == codes


def test_the_author_is_always_admitted():
    assert (admit_author().status, admit_author().why) == (Status.APPROVED, "")


def test_the_reasons_read_as_one_text():
    admission = admit_comment("hold_first", [LINKS], is_known=False)
    assert admission.why == ("Has 9 links; 2 are allowed. This reader has no approved comment yet.")
    assert admission.reasons[0] is LINKS
