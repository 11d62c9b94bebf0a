"""Answers to questions about the knowledge: browse, cards, validity of documents."""
