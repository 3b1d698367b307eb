"""The index under every way a disk, a signal or a stranger can harm it."""
