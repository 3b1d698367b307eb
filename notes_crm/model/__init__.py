"""What things are: values and parsing, with no I/O, no clock and no globals."""
