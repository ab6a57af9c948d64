"""What the portal knows of a person, given to them and taken away again: the roof asks every room."""
