"""What people record of a case, without knowing how a file is written."""
