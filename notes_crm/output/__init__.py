"""Values to what people see: console, sheet, PDF."""
