"""Lists that the database keeps: what stands under a term, and how much appeared in each month."""
