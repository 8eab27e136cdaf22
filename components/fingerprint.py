"""What Rasa's training cache does not see by itself.

Rasa decides by the source of a component's class whether to train it again.
A changed helper module, a changed encoder or a changed `practice.yml` would train nothing.
"""

import hashlib
from pathlib import Path

COMPONENTS = Path(__file__).parent


def of_modules(*names: str) -> str:
    """One hash over the source of modules of this package."""
    return of_bytes(*((COMPONENTS / f"{name}.py").read_bytes() for name in sorted(names)))


def of_bytes(*parts: bytes) -> str:
    """One hash over all parts in order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
