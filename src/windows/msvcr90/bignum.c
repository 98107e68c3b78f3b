/*
 * bignum.c - whole numbers of any length, for exact conversions between decimal digits and doubles.
 *
 * A number is an array of limbs with base 10^9, least significant first; the longest one that a double needs
 * (5^1074 * 2^53) has 86 of them, the longest that reading digits needs has 130.
 */
#include "internal.h"
#include "bignum.h"

void __cdecl __bignum_set(BIGNUM *number, unsigned __int64 value)
{
    number->count = 0;
    while (value != 0) {
        number->limb[number->count++] = (unsigned long)(value % BIGNUM_BASE);
        value /= BIGNUM_BASE;
    }
}

/* number = number * factor + addend. */
void __cdecl __bignum_multiply(BIGNUM *number, unsigned long factor, unsigned long addend)
{
    unsigned __int64 carry = addend;
    int i;

    for (i = 0; i < number->count; i++) {
        carry += (unsigned __int64)number->limb[i] * factor;
        number->limb[i] = (unsigned long)(carry % BIGNUM_BASE);
        carry /= BIGNUM_BASE;
    }
    while (carry != 0 && number->count < BIGNUM_LIMBS) {
        number->limb[number->count++] = (unsigned long)(carry % BIGNUM_BASE);
        carry /= BIGNUM_BASE;
    }
}

void __cdecl __bignum_power(BIGNUM *number, unsigned long base, int exponent, unsigned long chunk, int chunkExponent)
{
    while (exponent >= chunkExponent) {
        __bignum_multiply(number, chunk, 0);
        exponent -= chunkExponent;
    }
    while (exponent-- > 0)
        __bignum_multiply(number, base, 0);
}

void __cdecl __bignum_times_power2(BIGNUM *number, int exponent)
{
    __bignum_power(number, 2, exponent, 0x20000000UL, 29);
}

void __cdecl __bignum_times_power5(BIGNUM *number, int exponent)
{
    __bignum_power(number, 5, exponent, 244140625UL, 12);
}

void __cdecl __bignum_times_power10(BIGNUM *number, int exponent)
{
    __bignum_power(number, 10, exponent, 100000000UL, 8);
}

/* -1, 0 or 1. */
int __cdecl __bignum_compare(const BIGNUM *left, const BIGNUM *right)
{
    int i;

    if (left->count != right->count)
        return left->count < right->count ? -1 : 1;
    for (i = left->count - 1; i >= 0; i--) {
        if (left->limb[i] != right->limb[i])
            return left->limb[i] < right->limb[i] ? -1 : 1;
    }
    return 0;
}

/* Writes all digits, without leading zeros and without an end mark; gives their number (0 for zero). */
int __cdecl __bignum_digits(const BIGNUM *number, char *digits)
{
    char *p = digits;
    int i, k;

    for (i = number->count - 1; i >= 0; i--) {
        unsigned long limb = number->limb[i];
        char group[9];

        for (k = 8; k >= 0; k--) {
            group[k] = (char)('0' + limb % 10);
            limb /= 10;
        }
        k = 0;
        if (p == digits) {
            while (k < 8 && group[k] == '0')
                k++;
        }
        while (k < 9)
            *p++ = group[k++];
    }
    return (int)(p - digits);
}
