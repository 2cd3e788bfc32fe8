"""Which randomness of training, sampling and answering is fixed?"""
