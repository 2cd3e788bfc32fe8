"""Which models are stored or fetched, and what would loading them do?"""
