"""System checks of the settings, with ids and hints."""
