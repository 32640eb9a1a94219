"""The command line is an adapter too: `resync serve`, `resync ask`, …"""
