"""How are a service over HTTP and a Python function put under test, as a model file is?"""
