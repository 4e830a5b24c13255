"""Other people's filters, put to the same tests as ours. Each runs in a folder of its own and touches no other."""
