"""Facts, in SQLite: the only modules that know it."""
