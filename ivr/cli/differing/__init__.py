"""What `ivr diff` needs: versions of a menu from files and from git, and the forms in which changes are told."""
