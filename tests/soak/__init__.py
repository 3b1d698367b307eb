"""What takes longer than a test may: real daemons under random work, for as long as somebody likes."""
