"""What does the project declare about itself: packages, licences, people?"""
