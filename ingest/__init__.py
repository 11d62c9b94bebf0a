"""A document in, reviewed entries out: one module per outside library; tables and fields are pure functions."""
