"""Entries in, a search index out; queries in, hits out. The only place that imports whoosh and jieba."""
