"""What a file is besides its bytes: mode, owner, extended attributes, the time it was made."""

import errno
import os
import stat
import sys
import time

_NOT_OURS_TO_COPY = ("security.", "trusted.")
"""Set by the system for the new file as they were for the old one."""


def is_read_only(found: os.stat_result) -> bool:
    """Say whether a person made the file read-only; also true for the superuser, who could write it all the same."""
    return not found.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def copy_attributes(source: int, target: int) -> bool:
    """Give an open file the mode, owner and attributes of another; return ``False`` where that is not allowed."""
    if sys.platform == "win32":
        return True  # ReplaceFile keeps rights, attributes and streams of what it replaces
    wanted, made = os.fstat(source), os.fstat(target)
    try:
        if (wanted.st_uid, wanted.st_gid) != (made.st_uid, made.st_gid):
            os.fchown(target, wanted.st_uid, wanted.st_gid)
        _copy_extended(source, target)
        os.fchmod(target, stat.S_IMODE(wanted.st_mode))
    except PermissionError:
        return False
    _copy_birth_time(wanted, target)
    return True


if sys.platform == "linux":

    def _copy_extended(source: int, target: int) -> None:
        try:
            names = os.listxattr(source)
        except OSError as error:
            if error.errno in (errno.ENOTSUP, errno.ENOSYS):
                return
            raise
        for name in names:
            if not name.startswith(_NOT_OURS_TO_COPY):
                os.setxattr(target, name, os.getxattr(source, name))

elif sys.platform == "darwin":
    import ctypes

    _COPYFILE_ACL, _COPYFILE_XATTR = 1, 4

    def _copy_extended(source: int, target: int) -> None:
        call = ctypes.CDLL(None, use_errno=True).fcopyfile
        if call(source, target, None, _COPYFILE_ACL | _COPYFILE_XATTR) != 0:
            code = ctypes.get_errno()
            if code not in (errno.ENOTSUP, errno.ENOSYS):
                raise OSError(code, os.strerror(code))

else:

    def _copy_extended(source: int, target: int) -> None:
        """Do nothing: there are no extended attributes here."""


def _copy_birth_time(wanted: os.stat_result, target: int) -> None:
    """Keep the time a note was made, where the system lets a program set it: macOS moves it back with the others."""
    born = getattr(wanted, "st_birthtime", None)
    if sys.platform == "darwin" and born:
        now = time.time()
        os.utime(target, (born, born))
        os.utime(target, (now, now))
