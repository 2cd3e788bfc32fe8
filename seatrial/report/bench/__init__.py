"""How is a benchmark told: at a terminal, as a page, in a pull request, to other tools?"""
