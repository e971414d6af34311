"""A mail server on loopback that takes messages, or answers as the test tells it to."""

import socket
import threading
from email import message_from_bytes, policy


class MailServer:
    """Speaks just enough SMTP. `answers` are used up one by one, by command: an SMTP reply, or
    "hang up" to close the connection without a word."""

    def __init__(self):
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = self.listening.getsockname()
        self.messages = []
        self.conversations = 0
        self.answers = {"MAIL": [], "RCPT": [], "DATA": [], "END": []}
        self.connections = []
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self.listening.close()
        for connection in self.connections:
            connection.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            self.connections.append(connection)
            self.conversations += 1
            threading.Thread(target=self._converse, args=[connection], daemon=True).start()

    def _converse(self, connection):
        with connection, connection.makefile("rwb") as stream:
            self._say(stream, "220 ready")
            for line in stream:
                word = line[:4].decode().upper().strip()
                reply = self._next(
                    word, {"DATA": "354 go on", "QUIT": "221 bye"}.get(word, "250 ok")
                )
                if reply == "hang up":
                    return
                self._say(stream, reply)
                if reply.startswith("354"):
                    content = self._content(stream)
                    reply = self._next("END", "250 kept")
                    if reply == "hang up":
                        return
                    if reply.startswith("250"):
                        self.messages.append(message_from_bytes(content, policy=policy.default))
                    self._say(stream, reply)
                if word == "QUIT":
                    return

    def _next(self, word, usual):
        waiting = self.answers.get(word)
        return waiting.pop(0) if waiting else usual

    def _say(self, stream, reply):
        stream.write(f"{reply}\r\n".encode())
        stream.flush()

    def _content(self, stream):
        lines = []
        for line in stream:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b"."))  # RFC 5321, 4.5.2
        return b"".join(lines)
