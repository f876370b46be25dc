"""What a session remembers of its device, and how to name it so that its owner knows it again."""

OWN_DEVICE = "is_own_device"
CONFIRMED_AT = "confirmed_at"

BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def device_name(user_agent: str) -> str:
    """Return such as « Firefox, Android »; nothing when the browser says nothing known."""
    found = (next((name for mark, name in names.items() if mark in user_agent), None) for names in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found))
