"""What is inside archives and compressed files, and which tricks do they play?"""
