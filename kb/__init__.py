"""The knowledge itself: what is known and how questions are answered; knows no web, no Whoosh, no PDF."""

__version__ = "0.1.0"
