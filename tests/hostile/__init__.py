"""Files that are broken or made to do harm: each case is made here, and held to stated limits."""
