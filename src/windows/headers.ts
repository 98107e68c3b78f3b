/**
 * The C files of `src/windows` as the compiler asks for them.
 *
 * Files are named by their path below `src/windows` ("include/stdio.h", "ntdll/ldrinit.c"). A few headers are not files: they
 * are made from the kernel's declarations, so that user mode and kernel can never differ.
 */
import type { Include } from '../compiler/preprocess.ts';
import { prototypesText, statusHeaderText, statusRowsText, stubsText } from '../nt/services/index.ts';
import { ntStructsText } from '../nt/structs/ctext.ts';

/** Texts by path below `src/windows`. */
export type Files = Readonly<Record<string, string>>;

const PUBLIC = 'include/';
const INTERNAL = 'include/internal/';

/** The headers that are made, by path. */
function generatedHeaders(): Files {
  return {
    [`${PUBLIC}ntstatus.h`]: statusHeaderText(),
    [`${INTERNAL}ntstructs.h`]: ntStructsText(),
    [`${INTERNAL}ntservices.h`]: `#pragma once\n#include <ntioapi.h>\n${prototypesText()}`,
    [`${INTERNAL}ntdoserrors.h`]: statusRowsText(),
  };
}

/** All files, the made ones included. */
export function withGenerated(files: Files): Files {
  return { ...files, ...generatedHeaders(), 'ntdll/services.c': `#include "ntdllp.h"\n\n${stubsText()}` };
}

/** The headers that programs may include, by name. */
export function publicHeaders(files: Files): Files {
  const entries = Object.entries(files).filter(([path]) => path.startsWith(PUBLIC) && !path.startsWith(INTERNAL));
  return Object.fromEntries(entries.map(([path, text]) => [path.slice(PUBLIC.length), text]));
}

/** Looks beside the including file first when the name stands in quotes, then in the include folders. */
export function systemInclude(files: Files): Include {
  return (name, from, angled) => {
    const beside = from.slice(0, from.lastIndexOf('/') + 1) + name;
    const places = angled ? [PUBLIC + name, INTERNAL + name] : [beside, PUBLIC + name, INTERNAL + name];
    return found(files, places);
  };
}

/** For programs: their own files first when the name stands in quotes, then the public headers. Case does not count. */
export function programInclude(own: Files, headers: Files): Include {
  const lower = new Map(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), { name, text }]));
  return (name, _from, angled) => {
    const text = angled ? undefined : own[name];
    return text === undefined ? lower.get(name.replaceAll('\\', '/').toLowerCase()) : { name, text };
  };
}

function found(files: Files, places: readonly string[]): { name: string; text: string } | undefined {
  for (const name of places) {
    const text = files[name];
    if (text !== undefined) return { name, text };
  }
  return undefined;
}
