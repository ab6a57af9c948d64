"""What changes people, access and papers."""
