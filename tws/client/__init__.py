"""The client of HCL Workload Automation's REST interface."""

from tws.client.cache import Figures, Keeping
from tws.client.client import HwaClient
from tws.client.settings import Connection

__all__ = ["Connection", "Figures", "HwaClient", "Keeping"]
