"""How does a chart become a drawing and a table that anyone can read, on a screen and on paper?"""
