"""Pages, JSON API and documents to print; create_app(settings) is the composition root."""
