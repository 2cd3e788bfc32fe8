"""What does a command of CI start in the end: a task, a script, a package, a choice of tests?"""
