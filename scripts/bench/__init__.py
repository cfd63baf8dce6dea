"""What a key press costs, measured beside what others would pay: see README.md in this folder."""
