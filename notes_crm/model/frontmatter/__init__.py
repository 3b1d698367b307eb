"""The front matter of a note: from its bytes to typed values under their keys."""
