"""A GitHub on this machine: an emulator, and before it a proxy that holds to GitHub's contract."""
