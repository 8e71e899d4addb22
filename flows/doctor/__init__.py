"""Whether a lake is sound: archive, logs, tables, run records and warehouse; what can safely be mended."""
