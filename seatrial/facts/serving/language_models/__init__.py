"""Which hosted or managed language models answer?"""
