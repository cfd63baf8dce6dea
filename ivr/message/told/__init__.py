"""Telling people of what is new: who is told of what, when, and in which words.

When a call is over, one row for each message and person says that they are to be told, and when (`planning`). What is
due is handed to the mail server (`sending`), in words that say nothing about anybody (`letters`). Supervisors are told
of what nobody has listened to (`alarms`), in the same way.
"""
