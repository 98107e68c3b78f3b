/** Names of objects in bytes: directories, chains, links, and what services answer about them. */
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/nt/directory-entries.ts';
import { globals, kernelSpace } from '../../src/nt/kernel.ts';
import { ObQueryName } from '../../src/nt/object.ts';
import { linkTarget, ObpLookupName, ObQueryPath } from '../../src/nt/object-directory.ts';
import { namedObjects } from '../../src/nt/query-objects.ts';
import { OBJECT_DIRECTORY, OBJECT_DIRECTORY_ENTRY } from '../../src/nt/structs/ob.ts';
import { exe, run } from '../windows/run.ts';

const PROGRAM = `#include <windows.h>
#include <stdio.h>
int main(void)
{
    HANDLE a = CreateEventA(NULL, TRUE, FALSE, "Local\\\\one"), b = CreateMutexA(NULL, FALSE, "Global\\\\two"), c, d;
    c = CreateEventA(NULL, TRUE, FALSE, "three");
    CloseHandle(c);
    d = CreateEventA(NULL, TRUE, FALSE, "one\\\\more");
    printf("%d %lu\\n", d != NULL, GetLastError());
    d = CreateEventA(NULL, TRUE, FALSE, "Nowhere\\\\more");
    printf("%d %lu\\n", d != NULL, GetLastError());
    d = CreateEventA(NULL, TRUE, FALSE, "\\\\BaseNamedObjects\\\\four");
    printf("%d\\n", d != NULL);
    d = CreateEventA(NULL, TRUE, FALSE, "Local");
    printf("%d %lu\\n", d != NULL, GetLastError());
    WaitForSingleObject(a, INFINITE);
    return 0;
}
`;

describe('\\BaseNamedObjects', () => {
  const { machine, output, stop } = run(exe(PROGRAM));
  const space = kernelSpace(machine);
  const directory = globals(space).ObpBaseNamedObjects;
  const find = (path: string) => ObpLookupName(space, path, directory).body;

  it('is a directory in the root, with the links Local and Global', () => {
    expect(stop.kind).toBe('deadlock');
    expect(ObQueryPath(space, directory)).toBe('\\BaseNamedObjects');
    const paths = namedObjects(space).map(({ path, object }) => `${object.type} ${path}`);
    expect(paths).toContain('Directory \\BaseNamedObjects');
    expect(paths).toContain('SymbolicLink \\BaseNamedObjects\\Global');
    expect(paths).toContain('Event \\BaseNamedObjects\\one');
    expect(paths).toContain('Mutant \\BaseNamedObjects\\two');
    expect(paths).toContain('Event \\BaseNamedObjects\\four');
    expect(paths.some((path) => path.includes('three'))).toBe(false);
  });

  it('keeps each name in the chain of its hash', () => {
    const bucket = hashOf('one') % 37;
    const first = OBJECT_DIRECTORY.at(space, directory).HashBuckets.get(bucket);
    const names: (string | undefined)[] = [];
    for (let at = first; at !== 0; at = OBJECT_DIRECTORY_ENTRY.at(space, at).ChainLink) {
      const entry = OBJECT_DIRECTORY_ENTRY.at(space, at);
      names.push(ObQueryName(space, entry.Object));
      expect(entry.HashValue % 37).toBe(bucket);
    }
    expect(names).toContain('one');
    expect(hashOf('ONE')).toBe(hashOf('one'));
  });

  it('is found by every way that leads there, letter by letter unless the case is to be ignored', () => {
    for (const path of ['one', 'Local\\one', 'Global\\one', '\\BaseNamedObjects\\Local\\Global\\one'])
      expect(find(path)).toBe(find('one'));
    expect(find('one')).not.toBe(0);
    expect(find('ONE')).toBe(0);
    expect(ObpLookupName(space, 'ONE', directory, true).body).toBe(find('one'));
    const link = namedObjects(space).find(({ path }) => path.endsWith('Local'));
    expect(linkTarget(space, link?.object.address ?? 0)).toBe('\\BaseNamedObjects');
  });

  it('tells what is wrong with a path', () => {
    // An event has nothing in it (6), a directory that is not there is a missing path (3), a link's name leads to a directory (6).
    expect(output).toBe('0 6\n0 3\n1\n0 6\n');
  });
});
