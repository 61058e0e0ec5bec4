"""Starts the API and stops it in good order."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import uvicorn
from dotenv import load_dotenv

from app import make_app
from config import ConfigError, read_config

# How many seconds requests may take that are under way when the API is told to stop.
GRACE = 10


class Server(uvicorn.Server):
    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        # Only now is the port open; a startup hook of the app would run before that.
        if self.started:
            print(f"listening on {self.config.host}:{self.config.port}", flush=True)


def main() -> int:
    load_dotenv(Path(__file__).with_name(".env"))
    try:
        config = read_config(os.environ)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    # After its own orderly stop uvicorn raises the signal again; without a handler that would
    # end the process as killed instead of with exit code 0.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    uvicorn_config = uvicorn.Config(
        make_app(config),
        host=config.host,
        port=config.port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    Server(uvicorn_config).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
