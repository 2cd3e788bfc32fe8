"""Asks people what a repository cannot show, and writes their answers into its configuration."""
