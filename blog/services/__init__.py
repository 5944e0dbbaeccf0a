"""Changes of state of posts, categories and settings, one module a use case."""
