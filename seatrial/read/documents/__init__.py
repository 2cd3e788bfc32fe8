"""Readers of text that people write for people."""
