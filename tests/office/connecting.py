"""Run by LibreOffice's Python: the LibreOffice that listens on a port, once it answers."""

import time

import uno
from com.sun.star.connection import NoConnectException


def connect(port):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            address = f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext"
            return resolver.resolve(address)
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")
