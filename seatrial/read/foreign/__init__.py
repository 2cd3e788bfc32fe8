"""Readers of programs in TypeScript, JavaScript and Go."""
