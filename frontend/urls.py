from django.urls import path

from frontend import audit_page, to_do_page, views, way_in
from frontend.rules import access, access_steps, closures, features, hours, house, hub, keys, room, rooms, rulebook
from frontend.rules.money import audiences, grid, periods, price, supplements

urlpatterns = [
    path("", views.home, name="today"),
    path("place/", views.place, name="place"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("manage/to-do/", to_do_page.to_do, name="to-do"),
    path("manage/rules/", hub.hub, name="rules"),
    path("manage/rules/hours/", hours.hours, name="rules-hours"),
    path("manage/rules/hours/withdrawal/", hours.withdrawal, name="rules-hours-withdrawal"),
    path("manage/rules/rules/", rulebook.rules, name="rules-rules"),
    path("manage/rules/rules/<slug:name>/", rulebook.rule, name="rules-rule"),
    path("manage/rules/rules/<slug:name>/withdrawal/", rulebook.withdrawal, name="rules-rule-withdrawal"),
    path("manage/rules/features/", features.features, name="rules-features"),
    path("manage/rules/house/", house.house, name="rules-house"),
    path("manage/rules/rooms/", rooms.rooms, name="rules-rooms"),
    path("manage/rules/rooms/new/", rooms.new_room, name="rules-room-new"),
    path("manage/rules/rooms/<int:resource_id>/", room.room, name="rules-room"),
    path("manage/rules/rooms/number/<slug:kind>/", rooms.number, name="rules-room-number"),
    path("manage/rules/closures/", closures.closures, name="rules-closures"),
    path("manage/rules/closures/<int:closure_id>/withdrawal/", closures.withdrawal, name="rules-closure-withdrawal"),
    path("manage/rules/access/", access.overview, name="rules-access"),
    path("manage/rules/access/window/", access.window, name="rules-access-window"),
    path("manage/rules/access/steps/new/", access_steps.new_step, name="rules-access-step-new"),
    path("manage/rules/access/steps/<int:step_id>/", access_steps.step, name="rules-access-step"),
    path(
        "manage/rules/access/steps/<int:step_id>/removal/", access_steps.step_removal, name="rules-access-step-removal"
    ),
    path("manage/rules/access/codes/new/", access.new_code, name="rules-access-code-new"),
    path("manage/rules/access/codes/<int:code_id>/", access.code, name="rules-access-code"),
    path("manage/rules/access/codes/<int:code_id>/removal/", access.code_removal, name="rules-access-code-removal"),
    path("manage/rules/access/showings/", access.showings, name="rules-access-showings"),
    path("manage/rules/access/keys/", keys.keys, name="rules-keys"),
    path("manage/rules/access/keys/new/", keys.new_key, name="rules-key-new"),
    path("manage/rules/access/keys/<int:key_id>/", keys.key, name="rules-key"),
    path("manage/rules/access/keys/<int:key_id>/handover/", keys.handover, name="rules-key-handover"),
    path("manage/rules/access/keys/<int:key_id>/return/", keys.key_return, name="rules-key-return"),
    path("way-in/<slug:space>/", way_in.way_in, name="way-in"),
    path("way-in/<slug:space>/showings/", way_in.showings, name="way-in-showings"),
    path("way-in/pictures/<int:picture_id>/", way_in.picture, name="way-in-picture"),
    path("manage/rules/prices/", grid.prices, name="rules-prices"),
    path("manage/rules/prices/change/", price.price, name="rules-price"),
    path("manage/rules/prices/periods/", periods.periods, name="rules-periods"),
    path("manage/rules/prices/periods/change/", periods.period, name="rules-period"),
    path("manage/rules/prices/supplements/", supplements.supplements, name="rules-supplements"),
    path("manage/rules/prices/supplements/change/", supplements.supplement, name="rules-supplement"),
    path("manage/rules/prices/audiences/", audiences.audiences, name="rules-audiences"),
    path("manage/audit/", audit_page.audit, name="audit"),
    path("language/", views.language, name="language"),
]
