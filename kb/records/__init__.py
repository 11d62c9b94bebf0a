"""The enterprise's own records: who may write, what was saved, what was issued. Never rebuilt, unlike an edition."""
