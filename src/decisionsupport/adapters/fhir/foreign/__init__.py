"""Foreign Questionnaires as forms of ours."""
