"""Mail to the author for what waits: which she gets, what they say, and their links to act by."""
