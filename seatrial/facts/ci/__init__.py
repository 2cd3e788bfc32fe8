"""What does continuous integration really run, and can it stop anything?"""
