"""The restricted site on a phone: on the home screen, and without a network."""

from __future__ import annotations
