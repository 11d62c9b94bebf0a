"""A made-up annex of a plant's own: a hazard list that is none of the six booklets, as rows and as a PDF."""
