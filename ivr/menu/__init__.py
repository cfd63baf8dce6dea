"""The menu file: read, checked, and held as a flow."""

from ivr.menu.flow import Flow as Flow
from ivr.menu.loading import load as load
from ivr.menu.loading import load_text as load_text
from ivr.menu.problems import MenuError as MenuError
from ivr.menu.problems import Problem as Problem
from ivr.menu.problems import Refused as Refused
from ivr.menu.problems import Unreadable as Unreadable
