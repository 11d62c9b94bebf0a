"""Routes, one module a part of the site: read the request, ask for the context, render."""
