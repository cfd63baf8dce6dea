"""How `ivr lint` tells what it found: as text, JSON or SARIF."""
