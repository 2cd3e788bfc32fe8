"""How is a process under test started, asked, understood and ended?"""
