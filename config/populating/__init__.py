"""A blog of any size, invented from a seed, to see how fast a big one is."""
