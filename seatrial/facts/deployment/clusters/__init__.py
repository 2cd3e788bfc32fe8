"""What do the objects of a cluster start, and how far are they confined?"""
