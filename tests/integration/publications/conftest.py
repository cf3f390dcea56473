from tests.integration.newsroom import newsroom

__all__ = ["newsroom"]
