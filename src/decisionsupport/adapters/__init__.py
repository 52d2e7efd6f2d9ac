"""Hosts: forms, outcomes and whole populations in the words of other systems."""
