"""Tests of the bot and the workflows, against a GitHub of our own on this machine."""
