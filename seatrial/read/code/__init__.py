"""Readers of Python, in files and in notebooks."""
