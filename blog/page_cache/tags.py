"""The tags of pages: what a page shows, so that it is made anew when that changes.

The tag of what is said about a post is the id of the post.
"""

# The newest version of all tags: while it stands still, nothing that readers see has changed.
CLOCK = 0
# Posts, pages, terms, authors, settings: what may show anywhere.
SITE = -1
# What is said about posts, and how much: lists and feeds show that of many at once.
SAID = -2
