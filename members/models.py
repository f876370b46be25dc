"""People: the account that signs in, the member it may belong to, and the circles that give rights."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from common.rights import Right
from spaces.models import Space


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A login, for a member or for an outside customer; it gives no right by itself."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=10, default="fr")
    sees_net_first = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


class Member(models.Model):
    """A person of the house; some have no mail and so no account."""

    account = models.OneToOneField(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="member")
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A span of local dates, both included, in which a person is a member."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="membership_forward"),
            models.UniqueConstraint(fields=["member", "starts_on"], name="membership_once_per_start"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.starts_on}"


class Circle(models.Model):
    """A working group: the people in it hold the rights it carries."""

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CirclePerson(models.Model):
    """One member's time in a circle; leaving closes the row, nothing is overwritten."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="people")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="circle_times")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "member"], condition=Q(left_at=None), name="circle_person_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")), name="circle_person_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.circle}"


class CircleRight(models.Model):
    """One named right that a circle gives, in one space or (none) in the whole house."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="rights")
    right = models.CharField(max_length=40, choices=Right)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "right"], condition=Q(space=None), name="circle_right_once_in_house"
            ),
            models.UniqueConstraint(
                fields=["circle", "right", "space"],
                condition=Q(space__isnull=False),
                name="circle_right_once_per_space",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circle}: {self.right}"


class ApiToken(models.Model):
    """A personal key to the API; only its hash is kept, the key itself is shown once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"


class MailChoice(models.Model):
    """Say whether somebody wants one kind of mail; without a row they do. A member without account chooses by links."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="mail_choices")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="mail_choices")
    kind = models.CharField(max_length=40)
    is_wanted = models.BooleanField()
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account=None, member__isnull=False) | Q(account__isnull=False, member=None),
                name="mail_choice_of_one_holder",
            ),
            models.UniqueConstraint(fields=["account", "kind"], name="mail_choice_once_per_account"),
            models.UniqueConstraint(fields=["member", "kind"], name="mail_choice_once_per_member"),
        ]

    def __str__(self) -> str:
        return f"{self.account or self.member}: {self.kind}"
