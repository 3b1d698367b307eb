"""Task lines: as Obsidian Tasks reads and writes them, and as we understand them."""
