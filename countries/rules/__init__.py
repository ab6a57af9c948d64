"""What may be changed about a country, and by whom."""
