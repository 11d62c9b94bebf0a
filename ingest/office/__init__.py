"""Word and Excel files in: bounded packages, merged cells and numbers resolved, the same rows as a PDF's."""
