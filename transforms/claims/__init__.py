"""Claims: figures that the prose states, found by patterns (claims.yml) and held against the cells."""

from transforms.claims.check import check_claims
from transforms.claims.find import find_claims

__all__ = ["check_claims", "find_claims"]
