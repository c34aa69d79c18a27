"""A credential that signs in without anybody to ask."""

from azure.core.credentials import AccessTokenInfo

FAR_AWAY = 4_102_444_800


class StubCredential:
    """Gives `token-1`, `token-2` …, or raises what it was given."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.problem = problem
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.closed = False

    async def get_token_info(self, *scopes: str, options=None) -> AccessTokenInfo:
        self.asked.append((scopes[0], dict(options or {})))
        if self.problem is not None:
            raise self.problem
        return AccessTokenInfo(f"token-{len(self.asked)}", FAR_AWAY)

    async def close(self) -> None:
        self.closed = True
