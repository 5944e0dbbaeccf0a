"""What moderation teaches the filter: how much a text resembles what the author called spam."""
