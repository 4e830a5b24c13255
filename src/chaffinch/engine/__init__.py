"""Judges comments. Pure: knows no clock, disk, network or framework."""
