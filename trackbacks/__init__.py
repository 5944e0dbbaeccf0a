"""Links from other blogs, shown only once they have been verified."""
