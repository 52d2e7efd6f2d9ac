"""Templates of texts: a string cut into letters and slots with places (`parse`, `nodes`)."""
