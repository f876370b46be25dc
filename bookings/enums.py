from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tentative(TextChoices):
    """List what holds a slot only to a term: the asker's own thinking, or the house's answer."""

    OPTION = "option", _("option")
    REQUEST = "request", _("demande")


class EventCheck(TextChoices):
    """List what a community event must be to be hosted free of charge."""

    OPEN_TO_ALL = "open_to_all", _("ouvert à tout le monde")
    FREE = "free", _("gratuit pour le public")
    NO_SPONSOR = "no_sponsor", _("sans entreprise qui le parraine")
    WITHIN_PURPOSE = "within_purpose", _("dans l’objet de l’association")
    SELF_MANAGED = "self_managed", _("un membre ouvre, reste et ferme")
