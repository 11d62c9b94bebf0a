"""The command line: thin commands that wire the parts together."""
