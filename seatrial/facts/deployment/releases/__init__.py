"""How does a new version reach its users, and how does the one before come back?"""
