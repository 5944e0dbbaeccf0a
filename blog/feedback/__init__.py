"""What is said about a post and must be moderated: shared by its kinds, owning no table."""
