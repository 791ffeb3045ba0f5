"""Measures what a check costs, beside other ways to make it; `measure --help` says how to use it."""
