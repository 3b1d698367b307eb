"""What a person types to find notes: the line, its fields, and the tree they make."""
