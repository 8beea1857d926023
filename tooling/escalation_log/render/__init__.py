"""Assessments, receipts and problems in words, tables, JSON and CSV."""
