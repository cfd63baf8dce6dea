"""How a menu file is taken apart: bytes, letters, YAML; and what to say where that fails."""
