"""What is the system worth, what does it cost to run, and who uses it?"""
