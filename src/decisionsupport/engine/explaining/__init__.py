"""Why: conditions in words, and explanations of rules, values, proposals and gaps."""
