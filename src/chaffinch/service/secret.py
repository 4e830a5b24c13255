"""The server secret, outside the database, and the keys derived from it, one for each purpose."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

from chaffinch.errors import SecretError
from chaffinch.service.clock import Entropy

SIZE = 32
_TAG = 16


class ServerSecret:
    """Looks up without storing, encrypts what must be shown again, signs short capabilities.

    Purposes never share a key: each is an HMAC of the purpose under the secret (one block of HKDF-Expand, RFC 5869).

    Raises:
        SecretError: the secret is not 32 bytes.

    """

    def __init__(self, secret: bytes, entropy: Entropy) -> None:
        if len(secret) != SIZE:
            raise SecretError(f"the server secret has {len(secret)} bytes, {SIZE} are needed: restore chaffinch.secret")
        self._secret = secret
        self._entropy = entropy

    def _key(self, purpose: str) -> bytes:
        return hmac.digest(self._secret, purpose.encode() + b"\x01", sha256)

    def lookup(self, purpose: str, value: str) -> str:
        """Return the keyed hash by which a value is found again, 64 hexadecimal digits."""
        return hmac.new(self._key(f"lookup:{purpose}"), value.encode("utf-8", "surrogatepass"), sha256).hexdigest()

    def encrypt(self, purpose: str, value: str) -> bytes:
        """Return a value encrypted with AES-256-GCM (NIST SP 800-38D), the nonce in front."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = self._entropy(12)
        return nonce + AESGCM(self._key(f"encrypt:{purpose}")).encrypt(nonce, value.encode(), purpose.encode())

    def decrypt(self, purpose: str, value: bytes) -> str:
        """Return what `encrypt` was given.

        Raises:
            SecretError: it was encrypted under another secret, or damaged.

        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            return AESGCM(self._key(f"encrypt:{purpose}")).decrypt(value[:12], value[12:], purpose.encode()).decode()
        except InvalidTag as error:
            raise SecretError(
                f"a stored {purpose} was encrypted under another server secret: restore chaffinch.secret"
            ) from error

    def sign(self, purpose: str, value: str) -> str:
        """Return `value` with a tag that only this server can make: a capability to put into an address."""
        tag = hmac.digest(self._key(f"sign:{purpose}"), value.encode("utf-8", "surrogatepass"), sha256)[:_TAG]
        return f"{value}.{base64.urlsafe_b64encode(tag).decode().rstrip('=')}"

    def verify(self, purpose: str, token: str) -> str | None:
        """Return the value in a capability, None where the tag does not fit."""
        value, _, _ = token.rpartition(".")
        fits = hmac.compare_digest(
            self.sign(purpose, value).encode("utf-8", "surrogatepass"), token.encode("utf-8", "surrogatepass")
        )
        return value if value and fits else None

    def check(self) -> str:
        """Return what proves that this secret belongs to a database."""
        return self.lookup("secret-check", "chaffinch")
