/* splitpath.c - the parts of a path: drive, directory, name and extension. */
#include "internal.h"

static void _CopyPart(char *destination, size_t size, const char *from, const char *to)
{
    size_t length = (size_t)(to - from);

    if (destination == NULL || size == 0)
        return;
    if (length >= size)
        length = size - 1;
    memcpy(destination, from, length);
    destination[length] = '\0';
}

_CRTIMP errno_t __cdecl _splitpath_s(const char *path, char *drive, size_t driveSize, char *dir, size_t dirSize, char *fname, size_t fnameSize,
    char *ext, size_t extSize)
{
    const char *p;
    const char *name;
    const char *dot = NULL;

    _VALIDATE_RETURN_ERRCODE(path != NULL, EINVAL);
    if (path[0] != '\0' && path[1] == ':') {
        _CopyPart(drive, driveSize, path, path + 2);
        path += 2;
    } else {
        _CopyPart(drive, driveSize, path, path);
    }
    name = path;
    for (p = path; *p; p++) {
        if (*p == '/' || *p == '\\') {
            name = p + 1;
            dot = NULL;
        } else if (*p == '.') {
            dot = p;
        }
    }
    if (dot == NULL)
        dot = p;
    _CopyPart(dir, dirSize, path, name);
    _CopyPart(fname, fnameSize, name, dot);
    _CopyPart(ext, extSize, dot, p);
    return 0;
}

_CRTIMP void __cdecl _splitpath(const char *path, char *drive, char *dir, char *fname, char *ext)
{
    _splitpath_s(path, drive, _MAX_DRIVE, dir, _MAX_DIR, fname, _MAX_FNAME, ext, _MAX_EXT);
}

_CRTIMP errno_t __cdecl _makepath_s(char *path, size_t size, const char *drive, const char *dir, const char *fname, const char *ext)
{
    size_t length;

    _VALIDATE_RETURN_ERRCODE(path != NULL && size > 0, EINVAL);
    path[0] = '\0';
    length = 2 + (dir ? strlen(dir) + 1 : 0) + (fname ? strlen(fname) : 0) + (ext ? strlen(ext) + 1 : 0) + 1;
    _VALIDATE_RETURN_ERRCODE(length <= size, ERANGE);
    if (drive != NULL && *drive) {
        path[0] = *drive;
        path[1] = ':';
        path[2] = '\0';
    }
    if (dir != NULL && *dir) {
        char last = dir[strlen(dir) - 1];

        strcat(path, dir);
        if (last != '/' && last != '\\')
            strcat(path, "\\");
    }
    if (fname != NULL)
        strcat(path, fname);
    if (ext != NULL && *ext) {
        if (*ext != '.')
            strcat(path, ".");
        strcat(path, ext);
    }
    return 0;
}

_CRTIMP void __cdecl _makepath(char *path, const char *drive, const char *dir, const char *fname, const char *ext)
{
    _makepath_s(path, _MAX_PATH, drive, dir, fname, ext);
}
