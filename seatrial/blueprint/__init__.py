"""What does a template of projects make, when its own defaults answer its questions?"""
