"""The demo avoids a port that is taken."""

import socket

import pytest

from smart.local.demo import free_port


@pytest.mark.enable_socket
def test_a_port_that_is_taken_is_skipped() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]

        assert taken < free_port(taken) < taken + 50
