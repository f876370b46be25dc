"""The shapes of what a program is shown of bookings, for the API's description; `shown` fills them."""

from typing import Any

from rest_framework import serializers

from bookings.enums import EventCheck, Tentative
from bookings.life import State
from bookings.lines import UNIT_CHOICES
from bookings.queries.possible import Act
from spaces.enums import ResourceKind
from spaces.serializers import CLOCK

MINOR = "In minor units of the currency, VAT included."
TENTATIVE = "An option, or a request the house must answer; null: firm at once."
LAPSES = "The slot is held until then and no longer, unless something is done; null: for good."


class PeriodShown(serializers.Serializer[Any]):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class AvailabilityShown(serializers.Serializer[Any]):
    resource = serializers.IntegerField()
    space = serializers.SlugField()
    kind = serializers.ChoiceField(choices=ResourceKind.choices)
    name = serializers.CharField()
    busy = PeriodShown(many=True, help_text="When it is taken, in order, within the range.")
    free = PeriodShown(many=True, help_text="When it can be booked by who asks now: notice and horizon are kept.")


class PriceShown(serializers.Serializer[Any]):
    """An amount in minor units (cents) of a currency."""

    currency = serializers.CharField(help_text="ISO 4217.")
    net_minor = serializers.IntegerField(help_text="Without VAT.")
    vat_minor = serializers.IntegerField()
    gross_minor = serializers.IntegerField(help_text="With VAT.")


class LineShown(serializers.Serializer[Any]):
    unit = serializers.ChoiceField(choices=UNIT_CHOICES)
    name = serializers.CharField(help_text="The named period, or the code of the supplement; empty for hours, months.")
    title = serializers.CharField(help_text="What the house calls it; empty where its name is the usual one.")
    quantity = serializers.IntegerField()
    net_minor = serializers.IntegerField(help_text="Of the whole line, without VAT.")
    vat_bp = serializers.IntegerField(help_text="The rate of VAT in basis points: 2000 is 20 %.")
    vat_minor = serializers.IntegerField()
    is_chosen = serializers.BooleanField(help_text="The payer chose the amount.")


class ChoiceShown(serializers.Serializer[Any]):
    """What the payer may choose, by `chosen_amount`."""

    least_minor = serializers.IntegerField(help_text=f"The least. {MINOR}")
    amount_minor = serializers.IntegerField(help_text=f"What is chosen, else what is suggested. {MINOR}")


class SupplementOffered(serializers.Serializer[Any]):
    """A supplement on offer for this booking."""

    code = serializers.SlugField()
    name = serializers.CharField()
    most = serializers.IntegerField(help_text="How many can be taken.")
    starts_at = serializers.RegexField(CLOCK, allow_null=True, help_text="With ends_at: the hours it opens.")
    ends_at = serializers.RegexField(CLOCK, allow_null=True)
    net_minor = serializers.IntegerField(help_text="Of one, without VAT.")
    gross_minor = serializers.IntegerField(help_text="Of one, with VAT.")


class StepShown(serializers.Serializer[Any]):
    until = serializers.DateTimeField(allow_null=True, help_text="This instant included; null: the start.")
    percent = serializers.IntegerField()
    due_minor = serializers.IntegerField(help_text=MINOR)


class TermsShown(serializers.Serializer[Any]):
    """What cancelling costs, step by step up to the start."""

    undo_until = serializers.DateTimeField(help_text="Until then cancelling is free, whatever the step.")
    steps = StepShown(many=True)


class CancellationShown(TermsShown):
    """What cancelling costs now, and step by step up to the start."""

    due_now_minor = serializers.IntegerField(help_text=MINOR)


class CheckInWindow(serializers.Serializer[Any]):
    """When one is to check in; nobody there at its end, the slot is free again."""

    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField(help_text="Later than that one is let in while nobody has taken the slot.")


class InChargeShown(serializers.Serializer[Any]):
    """The member who opens, stays and closes."""

    member = serializers.IntegerField()
    name = serializers.CharField()


class CommunityEventShown(serializers.Serializer[Any]):
    """An event that is hosted free of charge."""

    checklist = serializers.ListField(child=serializers.ChoiceField(choices=EventCheck.choices))
    in_charge = InChargeShown()


class QuoteShown(serializers.Serializer[Any]):
    space = serializers.SlugField()
    resource = serializers.IntegerField(allow_null=True, help_text="The one that would be booked now; null: none free.")
    is_free = serializers.BooleanField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(help_text="The last hour paid is kept whole, so this may be later than asked.")
    price = PriceShown()
    lines = LineShown(many=True)
    payer_chooses = ChoiceShown(allow_null=True, help_text="Null: the price is fixed.")
    supplements_offered = SupplementOffered(many=True)
    community_event = CommunityEventShown(allow_null=True, help_text="Null: an ordinary booking.")
    deposit_minor = serializers.IntegerField(help_text=MINOR)
    cancellation = TermsShown()
    tentative = serializers.ChoiceField(choices=Tentative.choices, allow_null=True, help_text=TENTATIVE)
    lapses_at = serializers.DateTimeField(allow_null=True, help_text=LAPSES)
    option_until = serializers.DateTimeField(
        allow_null=True, help_text="Until when an option made now would hold; null: none is offered."
    )
    check_in = CheckInWindow(allow_null=True, help_text="Null: no check-in is asked.")


class ResourceNamed(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ResourceKind.choices)


class FreeUseShown(serializers.Serializer[Any]):
    """A room that may be used without booking."""

    space = serializers.SlugField()
    resource = ResourceNamed()
    until = serializers.DateTimeField(help_text="When the next booking begins, or the room closes.")


class PersonNamed(serializers.Serializer[Any]):
    """Somebody by name, and by the key of their member or account where they have one."""

    name = serializers.CharField()
    member = serializers.IntegerField(allow_null=True)
    account = serializers.IntegerField(allow_null=True)


class CancelledShown(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    by = serializers.CharField()
    is_undone = serializers.BooleanField(help_text="Cancelled soon after it was made, free of charge.")
    due_minor = serializers.IntegerField(help_text=MINOR)


class AnswerShown(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    by = serializers.CharField()


class RefusalShown(AnswerShown):
    because = serializers.CharField()


class CheckInShown(CheckInWindow):
    done = AnswerShown(allow_null=True)


class BookingShown(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    uid = serializers.UUIDField(help_text="As in calendars.")
    state = serializers.ChoiceField(choices=State.choices)
    space = serializers.SlugField()
    resource = ResourceNamed()
    any_of_kind = serializers.ChoiceField(
        choices=ResourceKind.choices, allow_null=True, help_text="The kind, where any of it was asked for."
    )
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    title = serializers.CharField()
    for_whom = PersonNamed()
    booked_by = serializers.CharField()
    booked_at = serializers.DateTimeField()
    payer = serializers.CharField()
    audience = serializers.CharField(help_text="Whose prices: members, outside, or an audience of the house's own.")
    price = PriceShown()
    lines = LineShown(many=True)
    deposit_minor = serializers.IntegerField(help_text=MINOR)
    is_to_be_invoiced = serializers.BooleanField()
    cancellation = CancellationShown(allow_null=True, help_text="Null once it has begun or stands no more.")
    cancelled = CancelledShown(allow_null=True)
    tentative = serializers.ChoiceField(choices=Tentative.choices, allow_null=True, help_text=f"Made as: {TENTATIVE}")
    lapses_at = serializers.DateTimeField(allow_null=True, help_text=LAPSES)
    confirmed = AnswerShown(allow_null=True, help_text="How an option or a request became firm.")
    refused = RefusalShown(allow_null=True)
    check_in = CheckInShown(allow_null=True, help_text="Null: no check-in is asked.")
    community_event = CommunityEventShown(allow_null=True, help_text="Null: an ordinary booking.")
    is_free_use = serializers.BooleanField(help_text="Used without booking; it gives way to whoever books.")
    possible = serializers.ListField(
        child=serializers.ChoiceField(choices=[act.value for act in Act]),
        help_text="What the caller may do with it now, as addresses below the booking's own.",
    )
    sequence = serializers.IntegerField(help_text="Raised by every change.")
    changed_at = serializers.DateTimeField()
