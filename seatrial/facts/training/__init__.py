"""Where do models come from, and what decides whether one goes on?"""
