"""Run by LibreOffice's Python: what does its built-in grammar checker find, with our server behind it?

proofread.py PORT ADDRESS TEXT prints {"locales", "errors"}; ADDRESS ends in /v2.
"""

import contextlib
import json
import sys

import uno  # noqa: F401 - with it com.sun.star can be imported
from com.sun.star.beans import PropertyValue
from com.sun.star.lang import Locale
from connecting import connect


def configure(make, address):
    """What a person sets under Tools, Options, Languages, LanguageTool Server."""
    provider = make("com.sun.star.configuration.ConfigurationProvider")
    path = "org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool"
    node = PropertyValue("nodepath", 0, path, 0)
    settings = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationUpdateAccess", (node,)
    )
    settings.BaseURL = address
    settings.IsEnabled = True
    settings.commitChanges()


def main(port, address, text):
    context = connect(port)

    def make(name):
        return context.ServiceManager.createInstanceWithContext(name, context)

    configure(make, address)
    checker = make("org.openoffice.lingu.LanguageToolGrammarChecker")
    english = Locale("en", "US", "")
    found = checker.doProofreading("1", text, english, 0, len(text.encode("utf-16-le")) // 2, ())
    errors = [
        {
            "start": e.nErrorStart,
            "length": e.nErrorLength,
            "rule": e.aRuleIdentifier,
            "comment": e.aShortComment,
            "suggestions": list(e.aSuggestions),
        }
        for e in found.aErrors
    ]
    locales = sorted(f"{one.Language}-{one.Country}" for one in checker.getLocales())
    print(json.dumps({"locales": locales, "errors": errors}), flush=True)  # noqa: T201
    with contextlib.suppress(Exception):  # it is gone before it answers
        make("com.sun.star.frame.Desktop").terminate()


main(*sys.argv[1:])
