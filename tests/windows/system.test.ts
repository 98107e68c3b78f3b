import { describe, expect, it } from 'vitest';
import { loadSystem } from '../../src/windows/system.node.ts';

const system = loadSystem();

function exportsOf(name: 'kernel32' | 'ntdll'): Set<string> {
  const library = system.libraries[name];
  return new Set(library.kind === 'import' ? library.names.map((each) => each.exportName) : []);
}

/** Names that a header declares with `macro type convention name(`. */
function declared(text: string, macro: string): string[] {
  const pattern = new RegExp(`^${macro}\\b[^;(]*?\\b(\\w+)\\s*\\(`, 'gm');
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

describe('the system', () => {
  it('has every function that the Windows headers declare', () => {
    const exports = exportsOf('kernel32');
    const names = Object.values(system.headers).flatMap((text) => declared(text, 'WINBASEAPI'));
    expect(names.length).toBeGreaterThan(200);
    expect(names.filter((name) => !exports.has(name))).toEqual([]);
  });

  it('has every function that the internal headers declare', () => {
    const exports = exportsOf('ntdll');
    const internal = Object.entries(system.sources).filter(([path]) => path.startsWith('include/internal/'));
    const names = internal.flatMap(([, text]) => declared(text, 'NTSYSAPI'));
    expect(names.length).toBeGreaterThan(150);
    expect(names.filter((name) => !exports.has(name))).toEqual([]);
  });

  it('links no function twice under one name', () => {
    for (const name of ['kernel32', 'ntdll'] as const) {
      const library = system.libraries[name];
      const names = library.kind === 'import' ? library.names.map((each) => each.name) : [];
      expect(names.length).toBe(new Set(names).size);
    }
  });

  it('defines in ntdll the functions at which the kernel begins user mode', () => {
    const exports = exportsOf('ntdll');
    for (const name of [
      'LdrInitializeThunk',
      'RtlUserThreadStart',
      'KiUserExceptionDispatcher',
      'KiUserApcDispatcher',
      'KiFastSystemCall',
      'KiFastSystemCallRet',
    ]) {
      expect(exports.has(name), name).toBe(true);
    }
  });
});
