"""Readers that look for what should not be there; no value leaves them."""
