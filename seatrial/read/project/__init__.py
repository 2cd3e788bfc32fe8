"""Readers of what a project declares and locks."""
