"""The first status of a row, from the policy and what the checks found."""

import pytest

from blog.feedback.admission import admit_author, admit_comment, admit_linkback
from blog.feedback.models import Status
from blog.feedback.spam import Bounds, Reason, Verdict

LINKS = Reason("links", "Has 9 links; 2 are allowed.", 4)
HASTE = Reason("haste", "Came fast.", 2)
TRAP = Reason("honeypot", "A field was filled in.", 100)


def verdict(found):
    return Verdict(tuple(found), Bounds(hold_from=4, spam_from=10))


@pytest.mark.parametrize(
    ("policy", "is_known", "found", "status", "codes"),
    [
        ("publish", False, [], Status.APPROVED, []),
        ("publish", True, [LINKS], Status.PENDING, ["links"]),
        ("hold_first", True, [], Status.APPROVED, []),
        ("hold_first", False, [], Status.PENDING, ["first"]),
        ("hold_first", False, [LINKS], Status.PENDING, ["links", "first"]),
        ("hold_all", True, [], Status.PENDING, ["policy"]),
        ("publish", False, [HASTE], Status.APPROVED, ["haste"]),
        ("publish", False, [TRAP], Status.SPAM, ["honeypot"]),
        ("publish", True, [TRAP], Status.PENDING, ["honeypot", "known"]),
        ("hold_all", False, [LINKS, TRAP], Status.SPAM, ["links", "honeypot"]),
    ],
)
def test_a_comment_is_admitted_by_policy_and_findings(policy, is_known, found, status, codes):
    admission = admit_comment(policy, verdict(found), is_known=is_known)
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
    admission = admit_linkback(policy, verdict(found))
    assert admission.status == status
    assert [reason["code"] for reason in admission.reasons_json()] == codes


def test_a_site_whose_links_are_shown_is_at_worst_held():
    admission = admit_linkback("publish_verified", verdict([TRAP]), is_known=True)
    assert admission.status == Status.PENDING


def test_trust_wins_over_whatever_was_found():
    admission = admit_linkback("hold", verdict([TRAP]), trusted="friend.example")
    assert (admission.status, admission.why) == (
        Status.APPROVED,
        "Links from friend.example are trusted.",
    )


def test_the_score_is_kept_where_the_policy_decides():
    admission = admit_comment("hold_all", verdict([HASTE]), is_known=True)
    assert (admission.status, admission.score) == (Status.PENDING, 2)


def test_the_author_is_always_admitted():
    assert (admit_author().status, admit_author().why) == (Status.APPROVED, "")


def test_the_reasons_read_as_one_text():
    admission = admit_comment("hold_first", verdict([LINKS]), is_known=False)
    assert admission.why == ("Has 9 links; 2 are allowed. This reader has no approved comment yet.")
    assert admission.reasons[0] is LINKS
