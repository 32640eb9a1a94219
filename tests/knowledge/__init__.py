"""One thread for numpy, as the bot sets it: read when numpy is first imported."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
