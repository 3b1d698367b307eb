"""The body of a note, read line by line as Obsidian reads it."""
