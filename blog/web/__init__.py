"""The web beyond this blog: how its places are written, and the only door to it."""
