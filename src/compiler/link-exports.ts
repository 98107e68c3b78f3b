/**
 * What a module exports: `__declspec(dllexport)`, `/export:` options, and lines of a module-definition file.
 *
 *   line = name [ "=" internal | "=" dll "." name ] [ "@" ordinal [ "NONAME" ] ] [ "DATA" ]
 */
import { CompileError } from './diagnostic.ts';
import type { Resolution } from './link-resolve.ts';
import type { Export } from './link-tables.ts';

export interface ExportRequest {
  readonly name: string;
  /** The name inside the module, with or without decoration; undefined for forwarders. */
  readonly internal: string | undefined;
  readonly forward: string | undefined;
  readonly ordinal: number | undefined;
  readonly noName: boolean;
}

const LINE =
  /^([^\s=,@]+|\?[^\s=,]+)\s*(?:=\s*([^\s,@]+(?:@\d+)?))?\s*[, ]*\s*(?:@(\d+))?\s*,?\s*(NONAME)?\s*,?\s*(DATA|PRIVATE)?\s*$/i;

export function parseExport(line: string, file: string): ExportRequest {
  const match = LINE.exec(line.trim());
  if (!match) {
    const message = `'${line}' is no export: write name, name=internal or name=dll.name, then maybe @number`;
    throw new CompileError({ file, line: 1, column: 1, length: 1, message, text: line });
  }
  const [, name, target, ordinal, noName] = match;
  const isForward = target?.includes('.') === true && !target.startsWith('?');
  return {
    name: name as string,
    internal: isForward ? undefined : (target ?? (name as string)),
    forward: isForward ? target : undefined,
    ordinal: ordinal === undefined ? undefined : Number(ordinal),
    noName: noName !== undefined,
  };
}

/** All exports of the linked objects' symbols. */
export function declaredExports(resolution: Resolution): ExportRequest[] {
  const result: ExportRequest[] = [];
  for (const { file, dropped } of resolution.objects)
    for (const symbol of file.symbols)
      if (symbol.exportName !== undefined && symbol.section >= 0 && !dropped.has(symbol.section))
        result.push({
          name: symbol.exportName,
          internal: symbol.name,
          forward: undefined,
          ordinal: undefined,
          noName: false,
        });
  return result;
}

/** Gives ordinals: those asked for, then the lowest free ones in the order of the names. */
export function numbered(requests: readonly ExportRequest[], resolution: Resolution, file: string): Export[] {
  const unique = [...new Map(requests.map((r) => [r.name, r])).values()];
  const taken = new Set(unique.flatMap((r) => (r.ordinal === undefined ? [] : [r.ordinal])));
  let next = 1;
  const sorted = unique.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map((r) => {
    while (r.ordinal === undefined && taken.has(next)) next++;
    const ordinal = r.ordinal ?? next++;
    return { name: r.noName ? '' : r.name, ordinal, target: targetOf(r, resolution, file) };
  });
}

function targetOf(r: ExportRequest, resolution: Resolution, file: string): Export['target'] {
  if (r.forward !== undefined) return { forward: r.forward };
  const symbol = resolution.decorated(r.internal as string);
  if (symbol !== undefined && resolution.definitions.has(symbol)) return { symbol };
  const message = `the export '${r.name}' is not defined in any source`;
  throw new CompileError({ file, line: 1, column: 1, length: 1, message, text: '' });
}
