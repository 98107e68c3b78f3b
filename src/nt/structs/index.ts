/** All structures that the kernel, the DLLs and the debugger share. */
export * from './heap.ts';
export * from './io.ts';
export * from './ke.ts';
export * from './ldr.ts';
export * from './mm.ts';
export * from './ob.ts';
export * from './peb.ts';
export * from './ps.ts';
export * from './rtl.ts';
