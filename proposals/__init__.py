"""Proposals and votes come with their own issue."""
