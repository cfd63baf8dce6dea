"""The addresses of the studio, a file for each thing that they are about."""
