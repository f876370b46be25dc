"""Whom prices are for: the audiences of the house, and a new one."""

from django import forms
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from common.governance import decided_fields
from common.rights import Right
from frontend.rules.money.scopes import audience_words
from frontend.rules.money.setting import Setting, setting_response
from frontend.rules.steps import Change, Preview, managed_space
from members.web import PersonRequest, needs_right
from spaces import operations


class AudienceForm(forms.Form):
    """A new audience."""

    name = forms.CharField(label=_("Nom du public"), max_length=100, help_text=_("Par exemple : Associations."))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_PRICES)
def audiences(request: PersonRequest) -> HttpResponseBase:
    """List whom prices are for; add an audience, once it was read over what that does."""
    space, _spaces = managed_space(request, Right.MANAGE_PRICES)
    form = AudienceForm(request.POST if request.method == "POST" else None)
    setting = Setting(
        space=space,
        form=form,
        change=lambda: operations.add_audience(
            code=slugify(form.cleaned_data["name"])[:50].strip("-"),
            name=form.cleaned_data["name"],
            actor=request.actor,
            at=request.at,
        ),
        preview=lambda: Preview(
            title=_("Ajouter ce public ?"),
            button=_("Ajouter le public"),
            changes=[Change(gettext("Nouveau public"), "", form.cleaned_data["name"])],
            notes=[gettext("Il n’a encore ni prix ni personne : ses prix se fixent dans la liste des tarifs.")],
        ),
        done=_("Le public est ajouté."),
        back=reverse("rules-audiences"),
        template="rules/audiences.html",
        context={
            "names": [audience_words(request.house, code) for code, _name in request.house.audiences],
            "decided": decided_fields(["house"]).get(("house", "audiences")),
        },
    )
    return setting_response(request, setting)
