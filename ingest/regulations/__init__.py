"""Laws, rules and standards read into numbered units: text in any format in, parsed text with flags out."""
