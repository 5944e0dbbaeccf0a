"""The cache of finished pages, which the database itself keeps exact."""
