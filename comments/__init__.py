"""Threaded comments by readers, and the author's answers."""
