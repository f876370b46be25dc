from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ResourceKind(TextChoices):
    SEAT = "seat", _("place")
    ROOM = "room", _("salle")
    PHONE_ROOM = "phone_room", _("cabine")
    EVENT_SPACE = "event_space", _("espace événementiel")
    EQUIPMENT = "equipment", _("équipement")


class Unit(TextChoices):
    """List the packages a period can be sold in; all but the hour are named periods of the day."""

    HOUR = "hour", _("heure")
    HALF_DAY = "half_day", _("demi-journée")
    DAY = "day", _("journée")
    EVENING = "evening", _("soirée")


class PeriodName(TextChoices):
    MORNING = "morning", _("Matin")
    AFTERNOON = "afternoon", _("Après-midi")
    DAY = "day", _("Journée")
    EVENING = "evening", _("Soirée")


class AudienceCode(TextChoices):
    """List the audiences every house has; plans and organisations add their own rows later."""

    MEMBERS = "members", _("membres")
    OUTSIDE = "outside", _("clientèle extérieure")
