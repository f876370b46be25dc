"""A passkey as a browser registers it, made without a browser."""

import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

HOST = "testserver"


def new_credential(key: bytes = b"a passkey of tests") -> dict[str, Any]:
    """Return what is kept of a passkey: the browser's answer when it was made."""
    private_key = ec.generate_private_key(ec.SECP256R1())
    public_key = ES256.from_cryptography_key(private_key.public_key())  # type: ignore[no-untyped-call]
    flags = AuthenticatorData.FLAG
    data = AuthenticatorData.create(
        hashlib.sha256(HOST.encode()).digest(),
        flags.UP | flags.UV | flags.AT,
        0,
        AttestedCredentialData.create(bytes(16), key, public_key),
    )
    said = {"type": "webauthn.create", "challenge": websafe_encode(b"challenge"), "origin": f"https://{HOST}"}
    return {
        "type": "public-key",
        "id": websafe_encode(key),
        "rawId": websafe_encode(key),
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(said).encode()),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        },
    }
