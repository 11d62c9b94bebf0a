"""Judged queries of our own and the floors that hold search quality."""
