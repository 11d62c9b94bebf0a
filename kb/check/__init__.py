"""The checker: every rule of writing that a program can hold, applied to each entry beside its official row."""
