"""What the books can tell."""
