"""Days and spans of time: the words people use for them, and what those mean."""
