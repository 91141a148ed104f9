"""Run by LibreOffice's Python: how many tracked changes has a document, and what if all are accepted?

accept_all.py PORT FILE… prints a JSON line for each file: {"changes", "accepted", "rejected"}.
"""

import contextlib
import json
import sys
from pathlib import Path

import uno  # noqa: F401 - with it com.sun.star can be imported
from com.sun.star.beans import PropertyValue
from connecting import connect


def hidden():
    return (PropertyValue("Hidden", 0, True, 0),)


def after(desktop, dispatcher, url, command):
    document = desktop.loadComponentFromURL(url, "_blank", 0, hidden())
    found = document.Redlines.createEnumeration()
    changes = 0
    while found.hasMoreElements():
        found.nextElement()
        changes += 1
    dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, ())
    text = document.Text.String
    document.close(True)
    return changes, text


def main(port, files):
    context = connect(port)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    dispatcher = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.DispatchHelper", context
    )
    for file in files:
        url = Path(file).absolute().as_uri()
        changes, accepted = after(desktop, dispatcher, url, ".uno:AcceptAllTrackedChanges")
        _, rejected = after(desktop, dispatcher, url, ".uno:RejectAllTrackedChanges")
        print(json.dumps({"changes": changes, "accepted": accepted, "rejected": rejected}), flush=True)  # noqa: T201
    with contextlib.suppress(Exception):  # it is gone before it answers
        desktop.terminate()


main(sys.argv[1], sys.argv[2:])
