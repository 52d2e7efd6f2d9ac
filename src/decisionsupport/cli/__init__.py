"""The command line: one file a subcommand, each turning arguments into calls of the library."""
