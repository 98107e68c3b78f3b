/* strings.c - strings: copying, comparing, searching. */
#include "internal.h"
#include <ctype.h>

_CRTIMP size_t __cdecl strlen(const char *string)
{
    const char *end = string;

    while (*end)
        end++;
    return (size_t)(end - string);
}

_CRTIMP size_t __cdecl strnlen(const char *string, size_t maximum)
{
    size_t length = 0;

    while (length < maximum && string[length])
        length++;
    return length;
}

_CRTIMP char *__cdecl strcpy(char *dst, const char *src)
{
    char *p = dst;

    while ((*p++ = *src++) != 0)
        ;
    return dst;
}

_CRTIMP char *__cdecl strcat(char *dst, const char *src)
{
    strcpy(dst + strlen(dst), src);
    return dst;
}

/* Fills with zeros up to count; without an end mark if the source is as long. */
_CRTIMP char *__cdecl strncpy(char *dst, const char *src, size_t count)
{
    char *p = dst;

    while (count > 0 && (*p = *src) != 0) {
        p++;
        src++;
        count--;
    }
    while (count-- > 0)
        *p++ = 0;
    return dst;
}

_CRTIMP char *__cdecl strncat(char *dst, const char *src, size_t count)
{
    char *p = dst + strlen(dst);

    while (count-- > 0 && *src)
        *p++ = *src++;
    *p = 0;
    return dst;
}

_CRTIMP int __cdecl strcmp(const char *left, const char *right)
{
    while (*left && *left == *right) {
        left++;
        right++;
    }
    if (*left == *right)
        return 0;
    return (unsigned char)*left < (unsigned char)*right ? -1 : 1;
}

_CRTIMP int __cdecl strncmp(const char *left, const char *right, size_t count)
{
    while (count > 0 && *left && *left == *right) {
        left++;
        right++;
        count--;
    }
    if (count == 0 || *left == *right)
        return 0;
    return (unsigned char)*left < (unsigned char)*right ? -1 : 1;
}

_CRTIMP int __cdecl strcoll(const char *left, const char *right)
{
    return strcmp(left, right);
}

_CRTIMP int __cdecl _stricmp(const char *left, const char *right)
{
    int l, r;

    do {
        l = tolower((unsigned char)*left++);
        r = tolower((unsigned char)*right++);
    } while (l && l == r);
    return l - r;
}

_CRTIMP int __cdecl _strnicmp(const char *left, const char *right, size_t count)
{
    int l = 0, r = 0;

    while (count-- > 0) {
        l = tolower((unsigned char)*left++);
        r = tolower((unsigned char)*right++);
        if (!l || l != r)
            break;
    }
    return l - r;
}

_CRTIMP char *__cdecl strchr(const char *string, int c)
{
    while (*string && *string != (char)c)
        string++;
    return *string == (char)c ? (char *)string : NULL;
}

_CRTIMP char *__cdecl strrchr(const char *string, int c)
{
    const char *p = string + strlen(string);

    for (;;) {
        if (*p == (char)c)
            return (char *)p;
        if (p == string)
            return NULL;
        p--;
    }
}

_CRTIMP char *__cdecl strstr(const char *string, const char *part)
{
    const char *s;
    const char *p;

    if (*part == 0)
        return (char *)string;
    for (; *string; string++) {
        for (s = string, p = part; *s && *p && *s == *p; s++)
            p++;
        if (*p == 0)
            return (char *)string;
    }
    return NULL;
}

static int _InStrSet(char c, const char *set)
{
    while (*set) {
        if (*set++ == c)
            return 1;
    }
    return 0;
}

_CRTIMP size_t __cdecl strspn(const char *string, const char *set)
{
    size_t i = 0;

    while (string[i] && _InStrSet(string[i], set))
        i++;
    return i;
}

_CRTIMP size_t __cdecl strcspn(const char *string, const char *set)
{
    size_t i = 0;

    while (string[i] && !_InStrSet(string[i], set))
        i++;
    return i;
}

_CRTIMP char *__cdecl strpbrk(const char *string, const char *set)
{
    string += strcspn(string, set);
    return *string ? (char *)string : NULL;
}

_CRTIMP char *__cdecl _strrev(char *string)
{
    char *left = string;
    char *right = string + strlen(string);

    while (left < --right) {
        char c = *left;

        *left++ = *right;
        *right = c;
    }
    return string;
}

_CRTIMP char *__cdecl _strlwr(char *string)
{
    char *p;

    for (p = string; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return string;
}

_CRTIMP char *__cdecl _strupr(char *string)
{
    char *p;

    for (p = string; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    return string;
}

_CRTIMP char *__cdecl _strdup(const char *string)
{
    size_t size;
    char *copy;

    if (string == NULL)
        return NULL;
    size = (strlen(string) + 1) * sizeof(char);
    copy = (char *)malloc(size);
    if (copy != NULL)
        memcpy(copy, string, size);
    return copy;
}

/* The next piece between separators. context is where to go on. */
_CRTIMP char *__cdecl strtok_s(char *string, const char *control, char **context)
{
    char *token;

    _VALIDATE_RETURN(context != NULL, EINVAL, NULL);
    _VALIDATE_RETURN(control != NULL, EINVAL, NULL);
    _VALIDATE_RETURN(string != NULL || *context != NULL, EINVAL, NULL);
    if (string == NULL)
        string = *context;
    token = string + strspn(string, control);
    string = token + strcspn(token, control);
    if (*string)
        *string++ = 0;
    *context = string;
    return *token ? token : NULL;
}

/* Each thread has its own place to go on. */
_CRTIMP char *__cdecl strtok(char *string, const char *control)
{
    _ptiddata ptd = _getptd();

    if (string == NULL && ptd->_token == NULL)
        return NULL;
    return strtok_s(string, control, &ptd->_token);
}

_CRTIMP int __cdecl _strcmpi(const char *left, const char *right)
{
    return _stricmp(left, right);
}

_CRTIMP int __cdecl _stricoll(const char *left, const char *right)
{
    return _stricmp(left, right);
}

_CRTIMP char *__cdecl _strset(char *string, int c)
{
    char *p;

    for (p = string; *p; p++)
        *p = (char)c;
    return string;
}

_CRTIMP char *__cdecl _strnset(char *string, int c, size_t count)
{
    char *p;

    for (p = string; *p && count > 0; count--)
        *p++ = (char)c;
    return string;
}

_CRTIMP size_t __cdecl strxfrm(char *destination, const char *source, size_t count)
{
    size_t length = strlen(source);

    if (count > 0)
        strncpy(destination, source, count);
    return length;
}
