"""Broken letters: encodings, look-alikes, other scripts."""
