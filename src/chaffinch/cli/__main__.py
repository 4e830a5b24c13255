"""`python -m chaffinch.cli`: the command line."""

from chaffinch.cli.main import main

main()
