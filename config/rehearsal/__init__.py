"""A dress rehearsal with a second blog on this machine that talks to ours, honestly and not."""
