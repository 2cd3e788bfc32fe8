"""Through which doors does a model answer, and how well are they kept?"""
