"""Sites on loopback that answer as they are told to: byte by byte, too much, elsewhere, or over TLS."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Host:
    port: int
    requests: list[bytes] = field(default_factory=list)


def answer(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in (*headers, f"Content-Length: {len(body)}"))
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


@contextmanager
def host(speak: Callable[[socket.socket], None], context: ssl.SSLContext | None = None) -> Iterator[Host]:
    """Listen on a free port; each connection is read for one request, then `speak` says what it likes."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        it = Host(listener.getsockname()[1])
        is_over = threading.Event()

        def serve() -> None:
            while True:
                try:
                    plain, _ = listener.accept()
                except OSError:
                    return
                with plain:
                    if is_over.is_set():
                        return
                    try:
                        stream = context.wrap_socket(plain, server_side=True) if context else plain
                        it.requests.append(_request(stream))
                        speak(stream)
                        stream.close()
                    except OSError:
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield it
        finally:
            is_over.set()
            with socket.socket() as last:
                last.connect(("127.0.0.1", it.port))
            thread.join()


def _request(stream: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        some = stream.recv(4096)
        if not some:
            return got
        got += some
    head, _, body = got.partition(b"\r\n\r\n")
    sizes = (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    size = next(sizes, 0)
    while len(body) < size:
        body += stream.recv(4096)
    return head + b"\r\n\r\n" + body


def certificate(folder: Path, name: str) -> ssl.SSLContext:
    """Return a server's TLS, with a certificate for a name that it has signed itself; it lies in `folder`/cert.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context
