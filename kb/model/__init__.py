"""The domain's types and pure rules: entries, posts, playbooks, documents, text, digests."""
