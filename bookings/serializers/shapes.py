"""The shapes of what a program is shown of bookings, for the API's description; `shown` fills them."""

from typing import Any

from rest_framework import serializers

from bookings.life import State
from spaces.enums import AudienceCode, ResourceKind, Unit

MINOR = "In minor units of the currency, VAT included."


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
    unit = serializers.ChoiceField(choices=Unit.choices)
    name = serializers.CharField(help_text="The named period: morning, afternoon, day, evening; empty for hours.")
    quantity = serializers.IntegerField()
    net_minor = serializers.IntegerField(help_text="Of the whole line, without VAT.")
    vat_bp = serializers.IntegerField(help_text="The rate of VAT in basis points: 2000 is 20 %.")
    vat_minor = serializers.IntegerField()


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


class QuoteShown(serializers.Serializer[Any]):
    space = serializers.SlugField()
    resource = serializers.IntegerField(allow_null=True, help_text="The one that would be booked now; null: none free.")
    is_free = serializers.BooleanField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(help_text="The last hour paid is kept whole, so this may be later than asked.")
    price = PriceShown()
    lines = LineShown(many=True)
    deposit_minor = serializers.IntegerField(help_text=MINOR)
    cancellation = TermsShown()


class ResourceNamed(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ResourceKind.choices)


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
    audience = serializers.CharField(help_text=f"Whose prices: {', '.join(AudienceCode.values)}.")
    price = PriceShown()
    lines = LineShown(many=True)
    deposit_minor = serializers.IntegerField(help_text=MINOR)
    is_to_be_invoiced = serializers.BooleanField()
    cancellation = CancellationShown(allow_null=True, help_text="Null once it has begun or is cancelled.")
    cancelled = CancelledShown(allow_null=True)
    sequence = serializers.IntegerField(help_text="Raised by every change.")
    changed_at = serializers.DateTimeField()
