"""Two copies of a note made one, without losing a word of either."""
