"""Inventory: serving."""
