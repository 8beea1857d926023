"""The home page, and that of each area: danger, and the doors to everything else."""
