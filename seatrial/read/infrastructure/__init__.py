"""Readers of what builds, starts and orders things."""
