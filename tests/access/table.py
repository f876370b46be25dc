"""Who gets what at every address: a row for each, one column for each of the cast.

`in` is a way to the sign-in page; `302` leads anywhere else; other figures are the status.
The thing an address is about is Alice's; Bob looks after the bookings of all.
"""

from tests.support.scene import PEOPLE

PAGES = """
#                               GET                            POST
#                               nobody Oscar Charlie Alice Bob nobody Oscar Charlie Alice Bob
healthz                         200    200   200     200   200 405    405   405     405   405
demo_mails                      200    200   200     200   200 405    405   405     405   405
account_login                   200    302   302     302   302 302    302   302     302   302
account_confirm_login_code      302    302   302     302   302 302    302   302     302   302
mfa_login_webauthn              302    302   302     302   302 302    302   302     302   302
account_signup                  200    302   302     302   302 302    302   302     302   302
account_email_verification_sent 302    302   302     302   302 302    302   302     302   302
account_reauthenticate          in     200   200     200   200 in     302   302     302   302
account_inactive                200    200   200     200   200 405    405   405     405   405
account_logout                  302    200   200     200   200 302    302   302     302   302
me                              in     200   200     200   200 405    405   405     405   405
profile                         in     200   200     200   200 in     302   302     302   302
mails                           in     200   200     200   200 in     302   302     302   302
mail-refusal                    200    200   200     200   200 200    200   200     200   200
account_email                   in     200   200     200   200 in     302   302     302   302
account_change_password         in     200   200     200   200 in     302   302     302   302
devices                         in     200   200     200   200 405    405   405     405   405
devices-sign-out-others         405    405   405     405   405 in     302   302     302   302
device-sign-out                 405    405   405     405   405 in     404   404     302   404
passkeys                        in     200   200     200   200 405    405   405     405   405
passkey-new                     in     200   200     200   200 in     200   200     200   200
passkey                         in     404   404     200   404 in     404   404     302   404
passkey-removal                 in     404   404     200   404 in     404   404     302   404
tokens                          in     200   200     200   200 405    405   405     405   405
token-new                       in     200   200     200   200 in     200   200     200   200
token-revocation                405    405   405     405   405 in     404   404     302   404
today                           200    200   200     200   200 405    405   405     405   405
place                           200    200   200     200   200 405    405   405     405   405
accessibility                   200    200   200     200   200 405    405   405     405   405
language                        302    302   302     302   302 302    302   302     302   302
book                            in     200   200     200   200 405    405   405     405   405
book-sheet                      in     200   200     200   200 405    405   405     405   405
my-bookings                     in     200   200     200   200 in     302   302     302   302
booking                         in     404   404     200   200 405    405   405     405   405
booking-cancellation            in     404   404     200   200 in     404   404     302   302
booking-move                    in     404   404     200   200 in     404   404     302   302
booking-confirmation            405    405   405     405   405 in     404   404     403   302
booking-refusal                 in     404   404     403   200 in     404   404     403   302
booking-check-in                405    405   405     405   405 in     404   404     302   302
book-people                     in     403   403     403   200 405    405   405     405   405
free-uses                       405    405   405     405   405 in     403   302     422   302
booking-departure               405    405   405     405   405 in     404   404     302   302
booking-in-charge               in     404   404     200   200 in     404   404     302   302
booking-event                   in     404   404     200   200 405    405   405     405   405
my-calendar                     in     200   200     200   200 in     403   302     302   302
calendar-renewal                405    405   405     405   405 in     404   404     302   404
calendar-removal                405    405   405     405   405 in     404   404     302   404
manage-day                      in     403   403     403   200 405    405   405     405   405
to-do                           in     403   403     403   200 405    405   405     405   405
rules                           in     403   403     403   200 405    405   405     405   405
who-may-do-what                 200    200   200     200   200 405    405   405     405   405
rules-rights                    in     403   403     403   200 405    405   405     405   405
rules-circle-new                in     403   403     403   200 in     403   403     403   302
rules-circle                    in     403   403     403   200 405    405   405     405   405
rules-circle-words              in     403   403     403   200 in     403   403     403   302
rules-circle-person-new         in     403   403     403   200 in     403   403     403   302
rules-circle-person-removal     in     403   403     403   200 in     403   403     403   302
rules-circle-right-new          in     403   403     403   200 in     403   403     403   302
rules-circle-right-removal      in     403   403     403   200 in     403   403     403   302
rules-rules                     in     403   403     403   200 405    405   405     405   405
rules-rule                      in     403   403     403   200 in     403   403     403   200
rules-rule-withdrawal           405    405   405     405   405 in     403   403     403   404
rules-features                  in     403   403     403   200 in     403   403     403   302
rules-access                    in     403   403     403   200 405    405   405     405   405
rules-access-window             in     403   403     403   200 in     403   403     403   200
rules-access-step-new           in     403   403     403   200 in     403   403     403   302
rules-access-step               in     403   403     403   200 in     403   403     403   302
rules-access-step-removal       in     403   403     403   200 in     403   403     403   302
rules-access-code-new           in     403   403     403   200 in     403   403     403   200
rules-access-code               in     403   403     403   200 in     403   403     403   200
rules-access-code-removal       in     403   403     403   200 in     403   403     403   302
rules-access-showings           in     403   403     403   200 in     403   403     403   200
rules-keys                      in     403   403     403   200 405    405   405     405   405
rules-key-new                   in     403   403     403   200 in     403   403     403   302
rules-key                       in     403   403     403   200 405    405   405     405   405
rules-key-handover              in     403   403     403   200 in     403   403     403   302
rules-key-return                in     403   403     403   200 in     403   403     403   302
way-in                          in     403   403     200   200 405    405   405     405   405
way-in-showings                 405    405   405     405   405 in     403   403     200   200
way-in-picture                  in     403   403     200   200 405    405   405     405   405
rules-house                     in     403   403     403   200 in     403   403     403   200
rules-rooms                     in     403   403     403   200 405    405   405     405   405
rules-room-new                  in     403   403     403   200 in     403   403     403   200
rules-room                      in     403   403     403   200 in     403   403     403   200
rules-room-number               in     403   403     403   200 in     403   403     403   200
rules-hours                     in     403   403     403   200 in     403   403     403   200
rules-hours-withdrawal          405    405   405     405   405 in     403   403     403   404
rules-closures                  in     403   403     403   200 in     403   403     403   200
rules-closure-withdrawal        in     403   403     403   200 in     403   403     403   302
rules-prices                    in     403   403     403   200 405    405   405     405   405
rules-price                     in     403   403     403   200 in     403   403     403   200
rules-periods                   in     403   403     403   200 405    405   405     405   405
rules-period                    in     403   403     403   200 in     403   403     403   200
rules-supplements               in     403   403     403   200 405    405   405     405   405
rules-supplement                in     403   403     403   200 in     403   403     403   200
rules-audiences                 in     403   403     403   200 in     403   403     403   200
audit                           in     403   403     403   200 405    405   405     405   405
calendar-feed                   200    200   200     200   200 405    405   405     405   405
"""
API = """
#                        GET                                    POST
#                        nobody Oscar Charlie Alice Bob narrow  nobody Oscar Charlie Alice Bob narrow
api-spaces               200    200   200     200   200 200     401    405   405     405   405 403
api-access               401    403   403     200   200 403     401    405   405     405   405 403
api-access-picture       401    403   403     200   200 403     401    405   405     405   405 403
api-showings             401    403   403     403   200 403     401    403   403     200   200 403
api-access-window        401    405   405     405   405 403     401    403   403     403   200 403
api-access-steps         401    405   405     405   405 403     401    403   403     403   200 403
api-access-step          401    405   405     405   405 403     401    403   403     403   200 403
api-access-step-removal  401    405   405     405   405 403     401    403   403     403   200 403
api-access-codes         401    405   405     405   405 403     401    403   403     403   200 403
api-access-code-rotation 401    405   405     405   405 403     401    403   403     403   200 403
api-access-code-removal  401    405   405     405   405 403     401    403   403     403   200 403
api-access-keys          401    200   200     200   200 403     401    403   403     403   201 403
api-access-key-handover  401    405   405     405   405 403     401    403   403     403   200 403
api-access-key-return    401    405   405     405   405 403     401    403   403     403   200 403
api-resources            200    200   200     200   200 200     401    405   405     405   405 403
api-resources               200    200   200     200   200 200     401    403   403     403   201 403
api-resource-words          405    405   405     405   405 405     401    403   403     403   200 403
api-resource-retirement     405    405   405     405   405 405     401    403   403     403   200 403
api-house-words             401    405   405     405   405 405     401    403   403     403   200 403
api-space-words             401    405   405     405   405 405     401    403   403     403   200 403
api-space-zones             401    405   405     405   405 405     401    403   403     403   201 403
api-space-number            401    405   405     405   405 405     401    403   403     403   200 403
api-opening-hours           200    200   200     200   200 200     401    403   403     403   201 403
api-rules                   200    200   200     200   200 200     401    403   403     403   201 403
api-features                200    200   200     200   200 200     401    403   403     403   200 403
api-closures                200    200   200     200   200 200     401    403   403     403   201 403
api-closure-preview         401    405   405     405   405 405     401    403   403     403   200 403
api-closure-withdrawal      401    405   405     405   405 405     401    403   403     403   200 403
api-resource-parts       401    405   405     405   405 405     401    403   403     403   200 403
api-availability         200    200   200     200   200 200     401    405   405     405   405 403
api-quotes               401    405   405     405   405 405     401    200   200     200   200 403
api-bookings             401    200   200     200   200 403     401    201   201     201   201 403
api-booking              401    404   404     200   200 403     401    405   405     405   405 403
api-booking-cancellation 401    405   405     405   405 403     401    404   404     200   200 403
api-booking-move         401    405   405     405   405 403     401    404   404     200   200 403
api-booking-confirmation 401    405   405     405   405 403     401    404   404     403   200 403
api-booking-refusal      401    405   405     405   405 403     401    404   404     403   200 403
api-booking-check-in     401    405   405     405   405 403     401    404   404     200   200 403
api-free-uses            401    200   200     200   200 403     401    403   201     422   201 403
api-booking-departure    401    405   405     405   405 403     401    404   404     200   200 403
api-booking-in-charge    401    405   405     405   405 403     401    404   404     200   200 403
api-calendars            401    200   200     200   200 403     401    403   201     201   201 403
api-calendar             401    404   404     200   404 403     401    405   405     405   405 403
api-calendar-renewal     401    405   405     405   405 403     401    404   404     200   404 403
api-me                   401    200   200     200   200 403     401    405   405     405   405 403
api-rights               200    200   200     200   200 200     401    405   405     405   405 403
api-circles              200    200   200     200   200 200     401    403   403     403   201 403
api-circle               200    200   200     200   200 200     401    405   405     405   405 403
api-circle-words         401    405   405     405   405 403     401    403   403     403   200 403
api-circle-people        401    405   405     405   405 403     401    403   403     403   200 403
api-circle-person-removal 401   405   405     405   405 403     401    403   403     403   200 403
api-circle-rights        401    405   405     405   405 403     401    403   403     403   200 403
api-circle-right-removal 401    405   405     405   405 403     401    403   403     403   200 403
api-prices                  200    200   200     200   200 200       401    403   403     403   201 403
api-named-periods           200    200   200     200   200 200       401    403   403     403   201 403
api-supplements             200    200   200     200   200 200       401    403   403     403   201 403
api-audiences               200    200   200     200   200 200       401    403   403     403   201 403
api-named-period-ends       401    405   405     405   405 403       401    403   403     403   204 403
api-mail-preferences     401    200   200     200   200 403     401    200   200     200   200 403
api-audit                401    403   403     403   200 403     401    405   405     405   405 403
api-schema               200    200   200     200   200 200     405    405   405     405   405 405
api-docs                 200    200   200     200   200 200     405    405   405     405   405 405
api-nothing              404    404   404     404   404 404     404    404   404     404   404 404
"""
NARROW = "narrow"
Row = dict[str, dict[str, str]]


def rows(table: str) -> dict[str, Row]:
    """Return a table as name → method → who → what they get."""
    lines = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    return {name: _row(cells) for name, *cells in lines}


def _row(cells: list[str]) -> Row:
    columns = [*PEOPLE, NARROW][: len(cells) // 2]
    halves = cells[: len(columns)], cells[len(columns) :]
    return {method: dict(zip(columns, half, strict=True)) for method, half in zip(("GET", "POST"), halves, strict=True)}
