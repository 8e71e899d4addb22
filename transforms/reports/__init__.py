"""From the archived documents of a prefecture to one current report a body and year, with its history."""
