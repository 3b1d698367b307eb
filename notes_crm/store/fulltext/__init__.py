"""Words, in Whoosh: the only modules that know it."""
