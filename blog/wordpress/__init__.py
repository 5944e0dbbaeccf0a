"""Reading a WordPress export (WXR 1.0 to 1.2) and storing what of it belongs to the blog itself."""
