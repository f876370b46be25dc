"""What one would send to each address to change something there, complete and in order."""

from typing import Any

from tests.support.scene import Scene

PERIOD = {"starts_at": "2026-12-14T08:00Z", "ends_at": "2026-12-14T12:00Z"}
PASSWORD = "slate-roofs-at-five"
PLAIN: dict[str, dict[str, Any]] = {
    "account_login": {"login": "alice@example.org"},
    "account_signup": {"name": "Nina", "email": "nina@example.org"},
    "account_confirm_login_code": {"action": "verify", "code": "12345678"},
    "account_email_verification_sent": {"action": "verify", "code": "12345678"},
    "mfa_login_webauthn": {"credential": '{"id": "x"}'},
    "account_reauthenticate": {"way": "send"},
    "profile": {"name": "Somebody else", "language": "en"},
    "account_email": {"email": "elsewhere@example.org"},
    "account_change_password": {"password": PASSWORD},
    "passkey-new": {"name": "Bureau", "credential": '{"id": "x"}'},
    "passkey": {"name": "Autre nom"},
    "token-new": {"name": "Script", "scopes": ["read"], "term": "90"},
    "language": {"language": "en", "next": "/"},
    "rules-access-window": {"minutes": "30"},
    "rules-access-step-new": {"text_fr": "Monter au premier.", "position": "2"},
    "rules-access-step": {"text_fr": "Sonner à droite.", "position": "1"},
    "rules-access-code-new": {"name": "Wi-Fi", "value": "briquerouge"},
    "rules-access-code": {"value": "7711", "day": "", "hour": ""},
    "rules-key-new": {"number": "14", "opens": "La cave"},
    "rules-key-return": {"outcome": "returned"},
    "rules-circle-new": {"name": "Cuisine", "purpose": "Les repas."},
    "rules-circle-words": {"name": "Cuisine", "purpose": "Les repas."},
    "rules-circle-right-new": {"right": "manage_prices", "where": ""},
    "api-access-window": {"minutes": 30},
    "api-access-steps": {"texts": {"fr": "Monter."}},
    "api-access-step": {"texts": {"fr": "Monter."}},
    "api-access-codes": {"name": "Wi-Fi", "value": "briquerouge"},
    "api-access-code-rotation": {"value": "7711", "valid_from": "2026-11-25T09:00:00+01:00"},
    "api-access-keys": {"number": "14"},
    "api-access-key-handover": {"name": "Fab lab"},
    "api-circles": {"slug": "cuisine", "name": "Cuisine"},
    "api-circle-words": {"name": "Cuisine"},
    "api-circle-rights": {"right": "manage_prices"},
    "api-quotes": PERIOD,
    "api-bookings": PERIOD,
    "api-booking-move": PERIOD,
    "api-resource-parts": {"parts": []},
    "booking-refusal": {"because": "Travaux ce jour-là."},
    "api-booking-refusal": {"because": "Travaux ce jour-là."},
    "my-calendar": {"what": "space:mutualab"},
    "api-calendars": {"space": "mutualab", "names": False},
    "rules-rule": {"amount": "3", "unit": "days", "valid_from": "2026-12-07"},
    "rules-rule-withdrawal": {"valid_from": "2026-12-07"},
    "rules-features": {"feature": "options", "is_on": "yes"},
    "rules-room-new": {"name": "Salle bleue", "kind": "room", "capacity": "6", "step": "preview"},
    "rules-house": {"what": "zone", "zone": "Étage"},
    "rules-room": {"what": "words", "name": "Salle bleue", "capacity": "6"},
    "rules-room-number": {"number": "5", "on": "2026-12-07"},
    "api-resources": {"space": "mutualab", "kind": "room", "name": "Salle bleue"},
    "api-resource-words": {"name": "Salle bleue"},
    "api-resource-retirement": {"on": "2026-12-07"},
    "api-house-words": {"name": "Mutualab", "currency": "EUR", "default_language": "en"},
    "api-space-words": {"name": "Mutualab", "country": "FR", "time_zone": "Europe/Paris"},
    "api-space-zones": {"name": "Sous les toits"},
    "api-space-number": {"kind": "seat", "number": 4, "on": "2026-12-07"},
    "api-opening-hours": {"valid_from": "2026-12-07", "hours": []},
    "api-rules": {"space": "mutualab", "name": "undo_minutes", "value": 5, "valid_from": "2026-12-07"},
    "api-features": {"feature": "options", "is_on": True},
    "api-closures": {"space": "mutualab", "starts_on": "2026-12-24"},
    "api-closure-preview": {"space": "mutualab", "starts_on": "2026-12-24"},
    "api-closure-withdrawal": {"space": "mutualab"},
    "rules-hours": {"valid_from": "2026-12-07", "stretches": "2", "opens-0-0": "08:00", "closes-0-0": "20:00"},
    "rules-hours-withdrawal": {"valid_from": "2026-12-07"},
    "api-prices": {
        "space": "mutualab",
        "prices": [
            {
                "kind": "room",
                "unit": "day",
                "audience": "members",
                "amount": "30",
                "vat_bp": 2000,
                "valid_from": "2026-12-07",
            }
        ],
    },
    "api-supplements": {
        "space": "mutualab",
        "supplements": [
            {
                "code": "coffee",
                "name": "Café",
                "audience": "members",
                "amount": "2",
                "vat_bp": 2000,
                "valid_from": "2026-12-07",
            }
        ],
    },
    "api-named-periods": {
        "space": "mutualab",
        "unit": "half_day",
        "name": "morning",
        "starts_at": "08:30",
        "ends_at": "12:30",
        "valid_from": "2026-12-07",
    },
    "api-named-period-ends": {
        "space": "mutualab",
        "unit": "half_day",
        "name": "morning",
        "last_day": "2026-12-07",
    },
    "api-audiences": {"code": "associations", "name": "Associations"},
    "rules-price": {"unit": "day", "audience": "members", "amount": "30", "vat": "20", "valid_from": "2026-12-07"},
    "rules-period": {
        "scope": "space",
        "unit": "half_day",
        "name": "morning",
        "starts_at": "08:30",
        "ends_at": "12:30",
        "valid_from": "2026-12-07",
    },
    "rules-supplement": {
        "name": "Café",
        "scope": "space",
        "audiences": "members",
        "amount": "2",
        "vat": "20",
        "most": "20",
        "valid_from": "2026-12-07",
    },
    "rules-audiences": {"name": "Associations"},
    "rules-closures": {"first": "2026-12-24", "kind": "closed", "label": "Veille de Noël"},
    "mails": {"booking_made": "on"},
    "api-mail-preferences": {"kind": "booking_moved", "is_wanted": False},
    "my-bookings": PERIOD,
    "booking-move": PERIOD,
}
OF_A_MEMBER = {
    "rules-key-handover",
    "rules-circle-person-new",
    "api-circle-people",
    "booking-in-charge",
    "api-booking-in-charge",
}
OF_A_ROOM = {"my-bookings", "booking-move", "api-bookings", "api-quotes", "free-uses", "api-free-uses"}


def body_of(name: str, scene: Scene) -> dict[str, Any]:
    """Return the form or document that the address called `name` waits for."""
    body = dict(PLAIN.get(name, {}))
    if name in OF_A_MEMBER:
        return {"member": scene.people["charlie"].member.pk}
    return {**body, "resource": scene.house.large_room.pk} if name in OF_A_ROOM else body
