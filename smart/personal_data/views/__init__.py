"""Pages about a person’s own data, and those of the staff who decide about it."""
