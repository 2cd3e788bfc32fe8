"""Samples of dangerous, harmless and broken model files, made by code, never loaded, and what is measured on them."""
