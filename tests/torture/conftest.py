"""The rack, set up once for all tests of a process."""

from collections.abc import Iterator

import pytest

from torture.rack import Rack, racked


@pytest.fixture(scope="session")
def rack() -> Iterator[Rack]:
    with racked() as ready:
        yield ready
