/* delete.cpp - operator delete: gives the memory back. */
#include <malloc.h>
#ifdef _DEBUG
#include <crtdbg.h>
#endif
#include <new>

void __cdecl operator delete(void *pUserData)
{
#ifdef _DEBUG
    if (pUserData == NULL)
        return;
    _free_dbg(pUserData, _NORMAL_BLOCK);
#else
    free(pUserData);
#endif
}
