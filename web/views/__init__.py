"""Records in, what a page shows out: pure functions between the domain and the templates."""
