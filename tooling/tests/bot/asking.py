"""Ask the emulated GitHub plainly, as a client that does nothing of its own."""

from __future__ import annotations

import httpx

from tests.bot.bench.github import GitHub


def client(github: GitHub, token: str | None = None) -> httpx.Client:
    """Ask about the repository with the bot's token, or with another."""
    return httpx.Client(
        base_url=f"{github.url}/repos/{github.repository}",
        headers={
            "authorization": f"Bearer {github.token if token is None else token}",
            "accept": "application/vnd.github+json",
            "x-github-api-version": "2022-11-28",
            "user-agent": "tests",
        },
        trust_env=False,
    )
