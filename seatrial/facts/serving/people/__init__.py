"""How do people come in: who judges, who may object, and what kind of input the model sees?"""
