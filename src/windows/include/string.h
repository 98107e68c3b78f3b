/* string.h - strings and memory. */
#ifndef _INC_STRING
#define _INC_STRING
#include <crtdefs.h>
#ifndef _NLSCMP_DEFINED
#define _NLSCMPERROR 2147483647
#define _NLSCMP_DEFINED
#endif
_CRT_BEGIN
_CRTIMP void *__cdecl _memccpy(void *destination, const void *source, int c, size_t count);
_CRTIMP void *__cdecl memchr(const void *buffer, int c, size_t count);
_CRTIMP int __cdecl _memicmp(const void *left, const void *right, size_t count);
_CRTIMP int __cdecl memcmp(const void *left, const void *right, size_t count);
_CRTIMP void *__cdecl memcpy(void *destination, const void *source, size_t count);
_CRTIMP errno_t __cdecl memcpy_s(void *destination, size_t size, const void *source, size_t count);
_CRTIMP void *__cdecl memmove(void *destination, const void *source, size_t count);
_CRTIMP errno_t __cdecl memmove_s(void *destination, size_t size, const void *source, size_t count);
_CRTIMP void *__cdecl memset(void *destination, int c, size_t count);

_CRTIMP char *__cdecl strcat(char *destination, const char *source);
_CRTIMP errno_t __cdecl strcat_s(char *destination, size_t size, const char *source);
_CRTIMP char *__cdecl strchr(const char *string, int c);
_CRTIMP int __cdecl strcmp(const char *left, const char *right);
_CRTIMP int __cdecl _strcmpi(const char *left, const char *right);
_CRTIMP int __cdecl strcoll(const char *left, const char *right);
_CRTIMP char *__cdecl strcpy(char *destination, const char *source);
_CRTIMP errno_t __cdecl strcpy_s(char *destination, size_t size, const char *source);
_CRTIMP size_t __cdecl strcspn(const char *string, const char *set);
_CRTIMP char *__cdecl _strdup(const char *string);
_CRTIMP char *__cdecl strerror(int number);
_CRTIMP char *__cdecl _strerror(const char *message);
_CRTIMP errno_t __cdecl strerror_s(char *buffer, size_t size, int number);
_CRTIMP int __cdecl _stricmp(const char *left, const char *right);
_CRTIMP int __cdecl _stricoll(const char *left, const char *right);
_CRTIMP size_t __cdecl strlen(const char *string);
_CRTIMP size_t __cdecl strnlen(const char *string, size_t maximum);
#define strnlen_s(string, maximum) ((string) == 0 ? 0 : strnlen(string, maximum))
_CRTIMP char *__cdecl _strlwr(char *string);
_CRTIMP errno_t __cdecl _strlwr_s(char *string, size_t size);
_CRTIMP char *__cdecl strncat(char *destination, const char *source, size_t count);
_CRTIMP errno_t __cdecl strncat_s(char *destination, size_t size, const char *source, size_t count);
_CRTIMP int __cdecl strncmp(const char *left, const char *right, size_t count);
_CRTIMP char *__cdecl strncpy(char *destination, const char *source, size_t count);
_CRTIMP errno_t __cdecl strncpy_s(char *destination, size_t size, const char *source, size_t count);
_CRTIMP int __cdecl _strnicmp(const char *left, const char *right, size_t count);
_CRTIMP char *__cdecl _strnset(char *string, int c, size_t count);
_CRTIMP errno_t __cdecl _strnset_s(char *string, size_t size, int c, size_t count);
_CRTIMP char *__cdecl strpbrk(const char *string, const char *set);
_CRTIMP char *__cdecl strrchr(const char *string, int c);
_CRTIMP char *__cdecl _strrev(char *string);
_CRTIMP char *__cdecl _strset(char *string, int c);
_CRTIMP errno_t __cdecl _strset_s(char *string, size_t size, int c);
_CRTIMP size_t __cdecl strspn(const char *string, const char *set);
_CRTIMP char *__cdecl strstr(const char *string, const char *part);
_CRTIMP char *__cdecl strtok(char *string, const char *separators);
_CRTIMP char *__cdecl strtok_s(char *string, const char *separators, char **context);
_CRTIMP char *__cdecl _strupr(char *string);
_CRTIMP errno_t __cdecl _strupr_s(char *string, size_t size);
_CRTIMP size_t __cdecl strxfrm(char *destination, const char *source, size_t count);

#ifndef _WSTRING_DEFINED
#define _WSTRING_DEFINED
_CRTIMP wchar_t *__cdecl wcscat(wchar_t *destination, const wchar_t *source);
_CRTIMP errno_t __cdecl wcscat_s(wchar_t *destination, size_t size, const wchar_t *source);
_CRTIMP wchar_t *__cdecl wcschr(const wchar_t *string, wchar_t c);
_CRTIMP int __cdecl wcscmp(const wchar_t *left, const wchar_t *right);
_CRTIMP int __cdecl wcscoll(const wchar_t *left, const wchar_t *right);
_CRTIMP wchar_t *__cdecl wcscpy(wchar_t *destination, const wchar_t *source);
_CRTIMP errno_t __cdecl wcscpy_s(wchar_t *destination, size_t size, const wchar_t *source);
_CRTIMP size_t __cdecl wcscspn(const wchar_t *string, const wchar_t *set);
_CRTIMP wchar_t *__cdecl _wcsdup(const wchar_t *string);
_CRTIMP wchar_t *__cdecl _wcserror(int number);
_CRTIMP int __cdecl _wcsicmp(const wchar_t *left, const wchar_t *right);
_CRTIMP size_t __cdecl wcslen(const wchar_t *string);
_CRTIMP size_t __cdecl wcsnlen(const wchar_t *string, size_t maximum);
#define wcsnlen_s(string, maximum) ((string) == 0 ? 0 : wcsnlen(string, maximum))
_CRTIMP wchar_t *__cdecl _wcslwr(wchar_t *string);
_CRTIMP wchar_t *__cdecl wcsncat(wchar_t *destination, const wchar_t *source, size_t count);
_CRTIMP errno_t __cdecl wcsncat_s(wchar_t *destination, size_t size, const wchar_t *source, size_t count);
_CRTIMP int __cdecl wcsncmp(const wchar_t *left, const wchar_t *right, size_t count);
_CRTIMP wchar_t *__cdecl wcsncpy(wchar_t *destination, const wchar_t *source, size_t count);
_CRTIMP errno_t __cdecl wcsncpy_s(wchar_t *destination, size_t size, const wchar_t *source, size_t count);
_CRTIMP int __cdecl _wcsnicmp(const wchar_t *left, const wchar_t *right, size_t count);
_CRTIMP wchar_t *__cdecl wcspbrk(const wchar_t *string, const wchar_t *set);
_CRTIMP wchar_t *__cdecl wcsrchr(const wchar_t *string, wchar_t c);
_CRTIMP wchar_t *__cdecl _wcsrev(wchar_t *string);
_CRTIMP size_t __cdecl wcsspn(const wchar_t *string, const wchar_t *set);
_CRTIMP wchar_t *__cdecl wcsstr(const wchar_t *string, const wchar_t *part);
_CRTIMP wchar_t *__cdecl wcstok(wchar_t *string, const wchar_t *separators);
_CRTIMP wchar_t *__cdecl wcstok_s(wchar_t *string, const wchar_t *separators, wchar_t **context);
_CRTIMP wchar_t *__cdecl _wcsupr(wchar_t *string);
#endif
#ifndef _WMEMORY_DEFINED
#define _WMEMORY_DEFINED
_CRTIMP wchar_t *__cdecl wmemchr(const wchar_t *buffer, wchar_t c, size_t count);
_CRTIMP int __cdecl wmemcmp(const wchar_t *left, const wchar_t *right, size_t count);
_CRTIMP wchar_t *__cdecl wmemcpy(wchar_t *destination, const wchar_t *source, size_t count);
_CRTIMP wchar_t *__cdecl wmemmove(wchar_t *destination, const wchar_t *source, size_t count);
_CRTIMP wchar_t *__cdecl wmemset(wchar_t *destination, wchar_t c, size_t count);
#endif

void *__cdecl memccpy(void *destination, const void *source, int c, size_t count);
int __cdecl memicmp(const void *left, const void *right, size_t count);
int __cdecl strcmpi(const char *left, const char *right);
int __cdecl stricmp(const char *left, const char *right);
char *__cdecl strdup(const char *string);
char *__cdecl strlwr(char *string);
int __cdecl strnicmp(const char *left, const char *right, size_t count);
char *__cdecl strnset(char *string, int c, size_t count);
char *__cdecl strrev(char *string);
char *__cdecl strset(char *string, int c);
char *__cdecl strupr(char *string);
wchar_t *__cdecl wcsdup(const wchar_t *string);
int __cdecl wcsicmp(const wchar_t *left, const wchar_t *right);
int __cdecl wcsnicmp(const wchar_t *left, const wchar_t *right, size_t count);
wchar_t *__cdecl wcslwr(wchar_t *string);
wchar_t *__cdecl wcsupr(wchar_t *string);
wchar_t *__cdecl wcsrev(wchar_t *string);
_CRT_END
#endif
