/* memcpy.c - copying and filling with the processor's string instructions (the files of Visual C++ are assembly, too). */
#include <string.h>

#ifdef __GNUC__
#error "this file is for a compiler with Intel assembly"
#endif

_CRTIMP void *__cdecl memcpy(void *dst, const void *src, size_t count)
{
    __asm {
        mov edi, dst
        mov esi, src
        mov ecx, count
        mov edx, ecx
        shr ecx, 2
        rep movsd
        mov ecx, edx
        and ecx, 3
        rep movsb
    }
    return dst;
}

_CRTIMP void *__cdecl memmove(void *dst, const void *src, size_t count)
{
    if (dst <= src || (char *)dst >= (char *)src + count)
        return memcpy(dst, src, count);
    __asm {
        mov edi, dst
        mov esi, src
        mov ecx, count
        lea edi, [edi+ecx-1]
        lea esi, [esi+ecx-1]
        std
        rep movsb
        cld
    }
    return dst;
}

_CRTIMP void *__cdecl memset(void *dst, int val, size_t count)
{
    __asm {
        mov edi, dst
        movzx eax, byte ptr val
        imul eax, eax, 01010101h
        mov ecx, count
        mov edx, ecx
        shr ecx, 2
        rep stosd
        mov ecx, edx
        and ecx, 3
        rep stosb
    }
    return dst;
}
