"""What do documents and settings say, in words that can be checked?"""
