"""A stand-in for the desktop's portal, for the test beside it: binds what is asked for, and presses it when told.

python shortcuts_portal.py BUS [--refuses | --binds-nothing]
"""

import sys

from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_error, new_method_return, new_signal
from jeepney.io.blocking import open_dbus_connection

OBJECT = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
SESSION = f"{OBJECT}/session/1/vaultmind"


def main() -> None:
    connection = open_dbus_connection(sys.argv[1])
    connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.portal.Desktop"))
    print("ready", flush=True)
    registered = ""
    while True:
        message = connection.receive()
        fields = message.header.fields
        if message.header.message_type is not MessageType.method_call:
            continue
        member, sender = fields[HeaderFields.member], fields[HeaderFields.sender]

        def respond(token: str, code: int, results: dict[str, object], sender: str = sender) -> None:
            path = f"{OBJECT}/request/{sender.lstrip(':').replace('.', '_')}/{token}"
            signal = new_signal(
                DBusAddress(path, interface="org.freedesktop.portal.Request"), "Response", "ua{sv}", (code, results)
            )
            connection.send(signal)

        if member == "Register":
            registered = message.body[0]
            connection.send(new_method_return(message))
        elif member == "CreateSession" and ("--refuses" in sys.argv or not registered):
            connection.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "s", ("no such interface",)))
        elif member == "CreateSession":
            connection.send(new_method_return(message, "o", (f"{OBJECT}/request/1/any",)))
            respond(message.body[0]["handle_token"][1], 0, {"session_handle": ("s", SESSION)})
        elif member == "BindShortcuts":
            session, wanted, _, options = message.body
            connection.send(new_method_return(message, "o", (f"{OBJECT}/request/1/any",)))
            print("bound", registered, session == SESSION, wanted, flush=True)
            bound = [] if "--binds-nothing" in sys.argv else wanted
            respond(options["handle_token"][1], 0, {"shortcuts": ("a(sa{sv})", bound)})
        elif member == "Press":
            for name in ("something-else", message.body[0]):
                body = (SESSION, name, 1, {"activation_token": ("s", "token of the desktop")})
                connection.send(new_signal(DBusAddress(OBJECT, interface=SHORTCUTS), "Activated", "osta{sv}", body))
            connection.send(new_method_return(message))


main()
