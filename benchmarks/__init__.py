"""Benchmarks: one script for each thing a person does, beside other programs doing the same.

`python -m benchmarks` runs them all, `python -m benchmarks.search` one of them. They start whole
processes, because a person starts whole processes, and need Linux or macOS.
"""
