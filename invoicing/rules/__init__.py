"""What the books may do."""
