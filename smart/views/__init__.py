"""Pages of the roof: homes per role, errors, health, the demo bar."""
