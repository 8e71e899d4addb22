"""When and in what order: flows, tasks, command line, settings, run summary."""
