"""How many copies run, and between which bounds?"""
