"""From where is code started, and what does that reach?"""
