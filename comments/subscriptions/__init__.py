"""Mail to readers who asked for it: answers to a comment, or whatever is said on a post."""
