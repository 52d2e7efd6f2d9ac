"""Clinical decision support for home and municipal care: forms and rules in YAML, an outcome out."""
