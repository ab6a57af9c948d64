"""Template tags of the countries."""
