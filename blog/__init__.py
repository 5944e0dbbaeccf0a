"""Posts, pages and their discussion switches; names neither comments nor trackbacks."""
