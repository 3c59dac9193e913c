"""The one base exception for what a person can mend."""


class MendableError(Exception):
    """A mistake of a person's, or of their installation's, with its remedy.

    The message is in French, names the file and line, entry, or setting, and says what to do. `main`
    prints it as it is, without a traceback, and exits with `exit_code`.
    """

    exit_code = 2
