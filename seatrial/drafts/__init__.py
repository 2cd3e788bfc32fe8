"""Drafts the documents that checks ask for, from what the repository shows; a person has to fill them."""
