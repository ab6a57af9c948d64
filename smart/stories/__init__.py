"""Golden stories: a person's month told in a file, played through the real rules, every amount written by hand."""
