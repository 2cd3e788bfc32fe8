"""What stands in the code, and where do its names lead?"""
