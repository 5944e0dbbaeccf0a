"""The wire formats, one module a protocol: pure, no database and no network."""
