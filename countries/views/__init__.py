"""Pages about the countries."""
