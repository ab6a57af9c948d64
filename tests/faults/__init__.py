"""What happens when processes die: real workers, a real broker, a real database."""
