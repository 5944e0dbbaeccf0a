"""Pure functions on text: from what was typed to what may be shown."""
