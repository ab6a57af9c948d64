"""The official rules: schemas and schematrons as their publishers give them, found, dated and run."""
