"""Inventory: governance."""
