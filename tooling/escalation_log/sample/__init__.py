"""Invented logs of any size: cases drawn from the policies' own rules, the same for a seed."""
