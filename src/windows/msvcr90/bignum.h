/* bignum.h - see bignum.c. */
#ifndef _INC_BIGNUM
#define _INC_BIGNUM

#define BIGNUM_BASE 1000000000UL
#define BIGNUM_LIMBS 140

typedef struct {
    int count;
    unsigned long limb[BIGNUM_LIMBS];
} BIGNUM;

void __cdecl __bignum_set(BIGNUM *number, unsigned __int64 value);
void __cdecl __bignum_multiply(BIGNUM *number, unsigned long factor, unsigned long addend);
void __cdecl __bignum_power(BIGNUM *number, unsigned long base, int exponent, unsigned long chunk, int chunkExponent);
void __cdecl __bignum_times_power2(BIGNUM *number, int exponent);
void __cdecl __bignum_times_power5(BIGNUM *number, int exponent);
void __cdecl __bignum_times_power10(BIGNUM *number, int exponent);
int __cdecl __bignum_compare(const BIGNUM *left, const BIGNUM *right);
int __cdecl __bignum_digits(const BIGNUM *number, char *digits);

/* The bits of a double. */
typedef union {
    double value;
    unsigned __int64 bits;
    struct {
        unsigned long low;
        unsigned long high;
    } half;
} DOUBLE_BITS;

#define DOUBLE_EXPONENT(high) ((int)((high) >> 20 & 0x7ff))

#endif
