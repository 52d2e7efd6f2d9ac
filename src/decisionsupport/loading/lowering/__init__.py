"""From expressions as written to a program's: names looked up, kinds given, grids and units checked."""
