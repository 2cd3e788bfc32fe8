"""Where do the settings of a training stand, and are they kept with its run?"""
