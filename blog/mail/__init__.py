"""Mail: an outbox in the database, sent by the jobs worker; no request waits for a mail server."""
