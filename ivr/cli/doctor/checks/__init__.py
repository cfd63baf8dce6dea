"""One file for each thing that `ivr doctor` looks at."""
