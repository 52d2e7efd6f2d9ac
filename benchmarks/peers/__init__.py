"""Who does the work: a module each. `news2()` and `rules(rules)` give what evaluates one patient.

Law: a peer takes the plain answers and gives the finished result; what it needs in between (conversion, facts,
sessions and their end) is timed with it. Its source is made from the same tables as everyone's.
"""
