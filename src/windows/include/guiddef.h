/* Globally unique identifiers. */
#ifndef _GUIDDEF_H_
#define _GUIDDEF_H_

typedef struct _GUID {
    unsigned long Data1;
    unsigned short Data2;
    unsigned short Data3;
    unsigned char Data4[8];
} GUID;

typedef GUID IID;
typedef GUID CLSID;

#endif
