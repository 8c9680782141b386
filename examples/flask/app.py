"""Says on which architecture it runs."""

import platform
import socket

from flask import Flask

app = Flask(__name__)


@app.get("/")
def show_host():
    return f"Hello from {socket.gethostname()}, architecture {platform.machine()}\n"


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000)
