"""Which of several is the product, and whose is the model that it answers with?"""
