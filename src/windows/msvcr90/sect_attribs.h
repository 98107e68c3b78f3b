/* sect_attribs.h - the sections whose parts the linker sorts by the letters behind the $. */
#ifndef _INC_SECT_ATTRIBS
#define _INC_SECT_ATTRIBS
#pragma section(".CRT$XIA", long, read)
#pragma section(".CRT$XIAA", long, read)
#pragma section(".CRT$XIZ", long, read)
#pragma section(".CRT$XCA", long, read)
#pragma section(".CRT$XCAA", long, read)
#pragma section(".CRT$XCZ", long, read)
#pragma section(".CRT$XPA", long, read)
#pragma section(".CRT$XPX", long, read)
#pragma section(".CRT$XPZ", long, read)
#pragma section(".CRT$XTA", long, read)
#pragma section(".CRT$XTZ", long, read)
#endif
