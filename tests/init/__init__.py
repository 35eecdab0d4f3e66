"""Tests of init and of the config it proposes."""
