"""Customer notes as plain text: a folder of Markdown, a current index, and a printed sheet."""

__version__ = "0.1.0"
