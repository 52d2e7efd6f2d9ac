"""What is measured: a module each, whose `measure` gives the tables of its part of the results."""
