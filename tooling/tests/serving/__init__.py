"""The recipe for serving the restricted site, run by a real nginx beside a stand-in sign-in."""

from __future__ import annotations
