"""Which code works out features, and is it the same for training and predictions?"""
