/* Names.h: what Names.dll offers. Both modules are built with /MT. */
#ifdef NAMES_DLL
#define NAMES __declspec(dllexport)
#else
#define NAMES __declspec(dllimport)
#endif

NAMES char *MakeName(const char *first, const char *second);
