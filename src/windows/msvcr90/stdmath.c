/* stdmath.c - whole numbers: absolute values, divisions, rotations. */
#include "internal.h"

_CRTIMP int __cdecl abs(int x)
{
    return x < 0 ? -x : x;
}

_CRTIMP long __cdecl labs(long x)
{
    return x < 0 ? -x : x;
}

_CRTIMP __int64 __cdecl _abs64(__int64 x)
{
    return x < 0 ? -x : x;
}

_CRTIMP __int64 __cdecl llabs(__int64 x)
{
    return x < 0 ? -x : x;
}

_CRTIMP div_t __cdecl div(int numer, int denom)
{
    div_t result;

    result.quot = numer / denom;
    result.rem = numer % denom;
    return result;
}

_CRTIMP ldiv_t __cdecl ldiv(long numer, long denom)
{
    ldiv_t result;

    result.quot = numer / denom;
    result.rem = numer % denom;
    return result;
}

_CRTIMP lldiv_t __cdecl lldiv(__int64 numer, __int64 denom)
{
    lldiv_t result;

    result.quot = numer / denom;
    result.rem = numer % denom;
    return result;
}

_CRTIMP unsigned int __cdecl _rotl(unsigned int value, int shift)
{
    shift &= 31;
    return shift == 0 ? value : value << shift | value >> (32 - shift);
}

_CRTIMP unsigned int __cdecl _rotr(unsigned int value, int shift)
{
    return _rotl(value, -shift);
}

_CRTIMP unsigned long __cdecl _lrotl(unsigned long value, int shift)
{
    return _rotl((unsigned int)value, shift);
}

_CRTIMP unsigned long __cdecl _lrotr(unsigned long value, int shift)
{
    return _rotl((unsigned int)value, -shift);
}

_CRTIMP unsigned __int64 __cdecl _rotl64(unsigned __int64 value, int shift)
{
    shift &= 63;
    return shift == 0 ? value : value << shift | value >> (64 - shift);
}

_CRTIMP unsigned __int64 __cdecl _rotr64(unsigned __int64 value, int shift)
{
    return _rotl64(value, -shift);
}

_CRTIMP unsigned short __cdecl _byteswap_ushort(unsigned short value)
{
    return (unsigned short)(value << 8 | value >> 8);
}

_CRTIMP unsigned __int64 __cdecl _byteswap_uint64(unsigned __int64 value)
{
    unsigned __int64 result = 0;
    int i;

    for (i = 0; i < 8; i++) {
        result = result << 8 | (value & 0xff);
        value >>= 8;
    }
    return result;
}
