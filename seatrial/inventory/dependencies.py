"""Inventory: dependencies."""
