/* a_env.c - copies of the environment block, in the library's own heap. */
#include "internal.h"

wchar_t *__cdecl __crtGetEnvironmentStringsW(void)
{
    wchar_t *block = GetEnvironmentStringsW();
    wchar_t *p = block;
    wchar_t *copy;
    size_t size;

    if (block == NULL)
        return NULL;
    while (*p != 0)
        p += wcslen(p) + 1;
    size = (char *)(p + 1) - (char *)block;
    copy = (wchar_t *)_malloc_crt(size);
    if (copy != NULL)
        memcpy(copy, block, size);
    FreeEnvironmentStringsW(block);
    return copy;
}

/* Characters that the narrow code page does not have are as WideCharToMultiByte makes them. */
char *__cdecl __crtGetEnvironmentStringsA(void)
{
    wchar_t *block = GetEnvironmentStringsW();
    wchar_t *p = block;
    char *copy;
    int length, bytes;

    if (block == NULL)
        return NULL;
    while (*p != 0)
        p += wcslen(p) + 1;
    length = (int)(p + 1 - block);
    bytes = WideCharToMultiByte(CP_ACP, 0, block, length, NULL, 0, NULL, NULL);
    copy = bytes > 0 ? (char *)_malloc_crt(bytes) : NULL;
    if (copy != NULL)
        WideCharToMultiByte(CP_ACP, 0, block, length, copy, bytes, NULL, NULL);
    FreeEnvironmentStringsW(block);
    return copy;
}
