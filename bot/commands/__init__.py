"""The command line: one file a command. Exit codes: 0 done, 1 found problems, 2 wrong use or settings."""

DONE = 0
PROBLEMS = 1
WRONG_USE = 2
