"""Reading logs from the disk, whatever lies there."""
