"""Demonstration content: invented posts, readers and pictures, and how to take them away again."""
