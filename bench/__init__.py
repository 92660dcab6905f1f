"""Benchmarks: speed as ratios within one run, so that a slow machine and a fast one say the same."""
