"""Quotation marks, dashes, numbers."""
