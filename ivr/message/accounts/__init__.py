"""Who may come in, and what they may do there: officers' accounts, passwords, codes and sessions."""
