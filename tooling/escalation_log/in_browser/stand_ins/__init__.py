"""Modules in Python in place of compiled ones, which a browser cannot load; the site packs them."""
