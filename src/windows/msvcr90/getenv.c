/* getenv.c - the environment of this copy of the library: a change here is told to Windows, but not to other copies. */
#include "internal.h"

/* The index of the variable in _environ, or -1. */
static int _Find(const char *name, size_t length)
{
    int i;

    if (_environ == NULL)
        return -1;
    for (i = 0; _environ[i] != NULL; i++) {
        if (_strnicmp(_environ[i], name, length) == 0 && _environ[i][length] == '=')
            return i;
    }
    return -1;
}

_CRTIMP char *__cdecl getenv(const char *option)
{
    int i;

    _VALIDATE_RETURN(option != NULL, EINVAL, NULL);
    _lock(_ENV_LOCK);
    i = _Find(option, strlen(option));
    _unlock(_ENV_LOCK);
    return i < 0 ? NULL : _environ[i] + strlen(option) + 1;
}

_CRTIMP errno_t __cdecl getenv_s(size_t *required, char *buffer, size_t size, const char *name)
{
    char *value;

    _VALIDATE_RETURN_ERRCODE(required != NULL, EINVAL);
    *required = 0;
    _VALIDATE_RETURN_ERRCODE((buffer != NULL && size > 0) || (buffer == NULL && size == 0), EINVAL);
    if (buffer != NULL)
        *buffer = '\0';
    value = getenv(name);
    if (value == NULL)
        return 0;
    *required = strlen(value) + 1;
    if (size == 0)
        return 0;
    if (*required > size)
        return ERANGE;
    strcpy(buffer, value);
    return 0;
}

_CRTIMP errno_t __cdecl _dupenv_s(char **buffer, size_t *size, const char *name)
{
    char *value;

    _VALIDATE_RETURN_ERRCODE(buffer != NULL, EINVAL);
    *buffer = NULL;
    if (size != NULL)
        *size = 0;
    value = getenv(name);
    if (value == NULL)
        return 0;
    *buffer = _strdup(value);
    if (*buffer == NULL)
        return errno = ENOMEM;
    if (size != NULL)
        *size = strlen(value) + 1;
    return 0;
}

_CRTIMP wchar_t *__cdecl _wgetenv(const wchar_t *option)
{
    size_t length;
    int i;

    _VALIDATE_RETURN(option != NULL, EINVAL, NULL);
    if (_wenviron == NULL) {
        _wenvptr = __crtGetEnvironmentStringsW();
        if (_wsetenvp() < 0)
            return NULL;
    }
    length = wcslen(option);
    for (i = 0; _wenviron[i] != NULL; i++) {
        if (_wcsnicmp(_wenviron[i], option, length) == 0 && _wenviron[i][length] == '=')
            return _wenviron[i] + length + 1;
    }
    return NULL;
}

static char *_Copy(const char *text)
{
    char *copy = (char *)_malloc_crt(strlen(text) + 1);

    if (copy != NULL)
        strcpy(copy, text);
    return copy;
}

/* "NAME=value" sets, "NAME=" removes. */
_CRTIMP int __cdecl _putenv(const char *option)
{
    const char *equals;
    char *copy, *separator;
    int i, count;
    size_t length;

    _VALIDATE_RETURN(option != NULL, EINVAL, -1);
    equals = strchr(option, '=');
    if (equals == NULL || equals == option) {
        errno = EINVAL;
        return -1;
    }
    length = (size_t)(equals - option);
    copy = _Copy(option);
    if (copy == NULL)
        return -1;
    _lock(_ENV_LOCK);
    for (count = 0; _environ[count] != NULL; count++)
        ;
    i = _Find(option, length);
    if (equals[1] == '\0') {
        if (i >= 0) {
            _free_crt(_environ[i]);
            for (; i < count; i++)
                _environ[i] = _environ[i + 1];
        }
    } else if (i >= 0) {
        _free_crt(_environ[i]);
        _environ[i] = _Copy(option);
    } else {
        char **longer = (char **)_realloc_crt(_environ, (count + 2) * sizeof(char *));

        if (longer != NULL) {
            _environ = longer;
            _environ[count] = _Copy(option);
            _environ[count + 1] = NULL;
        }
    }
    separator = copy + length;
    *separator = '\0';
    SetEnvironmentVariableA(copy, separator[1] ? separator + 1 : NULL);
    _unlock(_ENV_LOCK);
    _free_crt(copy);
    return 0;
}

_CRTIMP errno_t __cdecl _putenv_s(const char *name, const char *value)
{
    char *option;
    int result;

    _VALIDATE_RETURN_ERRCODE(name != NULL && value != NULL, EINVAL);
    option = (char *)_malloc_crt(strlen(name) + strlen(value) + 2);
    if (option == NULL)
        return errno = ENOMEM;
    strcpy(option, name);
    strcat(option, "=");
    strcat(option, value);
    result = _putenv(option);
    _free_crt(option);
    return result == 0 ? 0 : errno;
}

/*
 * Runs a command with the command processor of Windows. This Windows has none, so the answer is what the real one gives when
 * it cannot find it: 0 to the question whether there is one (NULL), else -1 and "no such file".
 */
_CRTIMP int __cdecl system(const char *command)
{
    if (command == NULL)
        return 0;
    errno = ENOENT;
    return -1;
}

_CRTIMP int __cdecl _wsystem(const wchar_t *command)
{
    if (command == NULL)
        return 0;
    errno = ENOENT;
    return -1;
}
