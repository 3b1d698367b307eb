"""The daemon that keeps the index current."""
