"""Batches: one document for every post of an industry or of a list, made in a process of its own, resumed if stopped.

The web part only writes a job's folder and starts `hazardkb batch --resume`; that process plans, makes and packs.
"""
