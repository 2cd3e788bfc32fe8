"""What would the images hold and start, if they were built?"""
