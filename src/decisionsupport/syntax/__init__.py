"""What authors write, read with places: YAML trees, expressions, templates of texts."""
