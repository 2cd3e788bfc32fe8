"""Where does a text from outside become something that acts, and what makes it harmless on the way?"""
