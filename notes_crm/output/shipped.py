"""Where the files lie that come with the program for its pages: templates, styles, fonts, labels."""

from pathlib import Path

FOLDER = Path(__file__).with_name("templates")
"""A folder on the disk; `importlib.resources` would also do with an archive, and takes longer to load."""
