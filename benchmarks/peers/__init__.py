"""Small programs that do what `crm` does with other means, to be measured beside it."""
