"""Runs that nobody watches."""
