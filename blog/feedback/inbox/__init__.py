"""The inbox of the admin: what was said of all kinds in one list, and what a moderator does."""
