/**
 * Object directories: 37 chains of entries by a hash of the name, each entry the address of an object's body. Directories and
 * symbolic links are objects themselves, named in the directory above them; \BaseNamedObjects holds what programs name, and in it
 * Local and Global are links that lead back to it, as in session 0 of Windows.
 */
import type { Machine } from '../machine/machine.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { directoryChain, findInDirectory } from './directory-entries.ts';
import { globals, kernelSpace } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { headerOf, ObCreateObject, ObjectType, ObQueryName } from './object.ts';
import { ExAllocatePoolWithTag } from './pool.ts';
import { raiseStatus } from './raise.ts';
import { OBJECT_DIRECTORY, OBJECT_DIRECTORY_ENTRY, OBJECT_SYMBOLIC_LINK } from './structs/ob.ts';
import { utf16, utf16Bytes } from './user-memory.ts';

const OB_FLAG_PERMANENT = 0x10;
const LINKS_MAX = 64;
const DEPTH_MAX = 16;

/** Makes the root directory and what every boot has in it. */
export function initializeObjectDirectories(m: Machine): void {
  const space = kernelSpace(m);
  const g = globals(space);
  g.ObpRootDirectoryObject = createDirectory(m, 0, '\\');
  g.ObpBaseNamedObjects = createDirectory(m, g.ObpRootDirectoryObject, 'BaseNamedObjects');
  for (const name of ['Local', 'Global']) createLink(m, g.ObpBaseNamedObjects, name, '\\BaseNamedObjects');
}

function createDirectory(m: Machine, directory: number, name: string): number {
  return permanent(m, ObCreateObject(m, ObjectType.Directory, OBJECT_DIRECTORY.size, { directory, name }));
}

function createLink(m: Machine, directory: number, name: string, target: string): void {
  const space = kernelSpace(m);
  const body = permanent(m, ObCreateObject(m, ObjectType.SymbolicLink, OBJECT_SYMBOLIC_LINK.size, { directory, name }));
  const bytes = utf16Bytes(target);
  const text = OBJECT_SYMBOLIC_LINK.at(space, body).LinkTarget;
  text.Buffer = ExAllocatePoolWithTag(m, bytes.length, 'Symt');
  space.setBytes(text.Buffer, bytes);
  text.Length = bytes.length;
  text.MaximumLength = bytes.length;
}

function permanent(m: Machine, body: number): number {
  headerOf(kernelSpace(m), body).Flags |= OB_FLAG_PERMANENT;
  return body;
}

/** Where a name leads: the object that is there, or the directory in which one could be made. */
export interface Place {
  readonly directory: number;
  readonly name: string;
  /** The object's body, or 0. */
  readonly body: number;
}

/**
 * Follows a path from a directory (or, when it begins with a backslash, from the root), through links. Raises when a directory
 * on the way is not there or is none.
 */
export function ObpLookupName(space: ReadSpace, path: string, from: number, ignoreCase = false): Place {
  let rest = path;
  let directory = from;
  for (let links = 0; links < LINKS_MAX; links++) {
    if (rest.startsWith('\\')) directory = globals(space).ObpRootDirectoryObject;
    const parts = rest.replace(/^\\/, '').split('\\');
    const found = walk(space, parts, directory, ignoreCase);
    if (typeof found !== 'string') return found;
    rest = found;
  }
  return raiseStatus(STATUS.STATUS_OBJECT_PATH_SYNTAX_BAD);
}

/** The place, or the path that a link on the way stands for. */
function walk(space: ReadSpace, parts: readonly string[], from: number, ignoreCase: boolean): Place | string {
  let directory = from;
  for (const [i, name] of parts.entries()) {
    const isLast = i === parts.length - 1;
    if (name === '') raiseStatus(STATUS.STATUS_OBJECT_NAME_INVALID);
    const body = findInDirectory(space, directory, name, ignoreCase);
    const type = body === 0 ? 0 : headerOf(space, body).TypeIndex;
    if (type === ObjectType.SymbolicLink) return [linkTarget(space, body), ...parts.slice(i + 1)].join('\\');
    if (isLast) return { directory, name, body };
    if (body === 0) raiseStatus(STATUS.STATUS_OBJECT_PATH_NOT_FOUND);
    if (type !== ObjectType.Directory) raiseStatus(STATUS.STATUS_OBJECT_TYPE_MISMATCH);
    directory = body;
  }
  return raiseStatus(STATUS.STATUS_OBJECT_PATH_SYNTAX_BAD);
}

/** What a symbolic link stands for. */
export function linkTarget(space: ReadSpace, body: number): string {
  const { Buffer, Length } = OBJECT_SYMBOLIC_LINK.at(space, body).LinkTarget;
  return utf16(space.tryBytes(Buffer, Length) ?? new Uint8Array(0));
}

/** The whole path of a named object; undefined when it has no name, or no longer. */
export function ObQueryPath(space: ReadSpace, body: number): string | undefined {
  const root = globals(space).ObpRootDirectoryObject;
  const names: string[] = [];
  for (let at = body; at !== root; at = directoryOf(space, at)) {
    const name = at === 0 ? undefined : ObQueryName(space, at);
    if (name === undefined || names.length >= DEPTH_MAX) return undefined;
    names.unshift(name);
  }
  return `\\${names.join('\\')}`;
}

function directoryOf(space: ReadSpace, body: number): number {
  return space.tryU32(body - 0x28) ?? 0;
}

/** Everything that has a name, from the root on: path and body. */
export function objectPaths(space: ReadSpace, most: number): { path: string; body: number }[] {
  const found: { path: string; body: number }[] = [];
  const open: { path: string; body: number; depth: number }[] = [
    { path: '', body: globals(space).ObpRootDirectoryObject, depth: 0 },
  ];
  for (let next = open.pop(); next && found.length < most; next = open.pop()) {
    const { body: directory, path, depth } = next;
    for (let bucket = 0; bucket < OBJECT_DIRECTORY.at(space as Space, directory).HashBuckets.length; bucket++) {
      for (const entry of directoryChain(space, directory, bucket)) {
        const body = OBJECT_DIRECTORY_ENTRY.at(space as Space, entry).Object;
        const full = `${path}\\${ObQueryName(space, body) ?? '?'}`;
        found.push({ path: full, body });
        const isDirectory = space.tryU8(body - 0x18 + 0xc) === ObjectType.Directory;
        if (isDirectory && depth < DEPTH_MAX) open.push({ path: full, body, depth: depth + 1 });
      }
    }
  }
  return found;
}
