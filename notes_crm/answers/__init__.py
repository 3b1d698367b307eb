"""Pure functions of facts and a date."""
