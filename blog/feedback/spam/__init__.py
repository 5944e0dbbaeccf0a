"""Pure: what speaks against a comment or a link from another blog, in points and in words.

`judge` is the one way to a verdict, for what comes in, for forecasts and for reports alike.
"""

from blog.feedback.spam.blocked import BlockList
from blog.feedback.spam.links import count_links
from blog.feedback.spam.scoring import judge
from blog.feedback.spam.verdict import CERTAIN, Bounds, Reason, Verdict

__all__ = ["CERTAIN", "BlockList", "Bounds", "Reason", "Verdict", "count_links", "judge"]
