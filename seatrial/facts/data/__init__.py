"""Where does data come from, and what is known, checked and watched about it?"""
