"""OFD (GB/T 33190-2016), the national fixed-layout format: from its XML parts to marks on pages."""
