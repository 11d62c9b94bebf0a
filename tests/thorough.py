"""How many samples the dear tests take: a few spread over every kind, or many where $HAZARDKB_THOROUGH is set."""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("HAZARDKB_THOROUGH"))
KILLS = 20 if THOROUGH else 8
"""Moments, spread evenly over what is done, at which a process is killed."""
