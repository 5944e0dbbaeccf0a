"""The search: which words a text has, an index of them in the database, what is searched."""
