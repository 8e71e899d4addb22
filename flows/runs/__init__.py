"""Records of runs: what came of each site, measured against earlier runs and against peers."""
