"""What all tests share: nothing of this machine's settings or Prefect profile reaches them."""

from __future__ import annotations

import os

for name in [name for name in os.environ if name.startswith(("GONGKAI_", "PREFECT_"))]:
    del os.environ[name]
