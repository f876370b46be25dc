from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ResourceKind(TextChoices):
    SEAT = "seat", _("place")
    ROOM = "room", _("salle")
    PHONE_ROOM = "phone_room", _("cabine")
    EVENT_SPACE = "event_space", _("espace événementiel")
    EQUIPMENT = "equipment", _("équipement")


class Unit(TextChoices):
    """List the packages a period can be sold in: the hour, named periods of the day, and the month.

    A month runs from any local day and time to the same of the next month (`local_time.months_later`).
    """

    HOUR = "hour", _("heure")
    HALF_DAY = "half_day", _("demi-journée")
    DAY = "day", _("journée")
    EVENING = "evening", _("soirée")
    MONTH = "month", _("mois")


NAMED_UNITS = (Unit.HALF_DAY, Unit.DAY, Unit.EVENING)
NAMED_UNIT_CHOICES = [(unit.value, unit.label) for unit in NAMED_UNITS]


class PeriodName(TextChoices):
    """List the periods of the day that have a name in every language; a house may name its own."""

    MORNING = "morning", _("Matin")
    AFTERNOON = "afternoon", _("Après-midi")
    DAY = "day", _("Journée")
    EVENING = "evening", _("Soirée")


class AudienceCode(TextChoices):
    """List the audiences every house has; a house adds its own, such as associations."""

    MEMBERS = "members", _("membres")
    OUTSIDE = "outside", _("clientèle extérieure")
