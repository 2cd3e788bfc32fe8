"""Readers of stored models: bytes only, nothing is loaded."""
