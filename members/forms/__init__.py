"""Forms of the members room."""
