/**
 * The C text of declared structures, for the headers that the DLLs include. Members that share bytes become anonymous
 * unions, bit fields keep their places, gaps become named padding: the compiler must come to the same offsets.
 */
import { declaredStructs, type Member, type Struct, type TypeShape } from '../../machine/struct.ts';
import './index.ts';

/** What the Windows headers (winnt.h) declare themselves. */
export const declaredInWinnt: readonly string[] = [
  'LIST_ENTRY',
  'SINGLE_LIST_ENTRY',
  'SLIST_HEADER',
  'LARGE_INTEGER',
  'ULARGE_INTEGER',
  'GUID',
  'EXCEPTION_REGISTRATION_RECORD',
  'EXCEPTION_RECORD',
  'NT_TIB',
  'FLOATING_SAVE_AREA',
  'CONTEXT',
  'RTL_CRITICAL_SECTION_DEBUG',
  'RTL_CRITICAL_SECTION',
  'MEMORY_BASIC_INFORMATION',
  'GROUP_AFFINITY',
];

/** What user mode's system code works with, in the order of its reading. */
export const userModeStructs: readonly string[] = [
  'UNICODE_STRING',
  'STRING',
  'CLIENT_ID',
  'RTL_BITMAP',
  'PEB_LDR_DATA',
  'LDR_DATA_TABLE_ENTRY',
  'CURDIR',
  'RTL_DRIVE_LETTER_CURDIR',
  'RTL_USER_PROCESS_PARAMETERS',
  'PEB',
  'GDI_TEB_BATCH',
  'ACTIVATION_CONTEXT_STACK',
  'TEB',
  'KSYSTEM_TIME',
  'KUSER_SHARED_DATA',
  'SECTION_IMAGE_INFORMATION',
  'HEAP_ENTRY',
  'HEAP_FREE_ENTRY',
  'HEAP_ENTRY_EXTRA',
  'HEAP_COUNTERS',
  'HEAP_TUNING_PARAMETERS',
  'HEAP_TAG_ENTRY',
  'HEAP_PSEUDO_TAG_ENTRY',
  'HEAP_LOCK',
  'HEAP_SEGMENT',
  'HEAP',
  'HEAP_LIST_LOOKUP',
  'HEAP_UCR_DESCRIPTOR',
  'HEAP_VIRTUAL_ALLOC_ENTRY',
  'INTERLOCK_SEQ',
  'HEAP_BUCKET',
  'HEAP_BUCKET_COUNTERS',
  'HEAP_BUCKET_RUN_INFO',
  'USER_MEMORY_CACHE_ENTRY',
  'HEAP_USERDATA_HEADER',
  'HEAP_SUBSEGMENT',
  'LFH_BLOCK_ZONE',
  'HEAP_LOCAL_SEGMENT_INFO',
  'HEAP_LOCAL_DATA',
  'LFH_HEAP',
  'HEAP_FAILURE_INFORMATION',
];

/** The text of ntstructs.h: user mode's structures, without those that winnt.h has. */
export function ntStructsText(): string {
  return structsText(userModeStructs, declaredInWinnt);
}

/** C declarations of `names` and of all that they embed, except for what `known` already declares. */
export function structsText(names: readonly string[], known: readonly string[] = []): string {
  const written = new Set(known);
  const texts: string[] = ['/* Made from the structure declarations of the kernel. */\n#pragma once\n'];
  const write = (name: string): void => {
    if (written.has(name)) return;
    written.add(name);
    const declared = declaredStructs().get(name);
    if (!declared) throw new RangeError(`no structure ${name} is declared`);
    for (const member of declared.members) embedded(member.shape).forEach(write);
    texts.push(structText(declared));
  };
  names.forEach(write);
  return texts.join('\n');
}

/** The C declaration of one structure. */
export function structText(declared: Struct<unknown>): string {
  const body = sequence(declared.members, 0, declared.size, '    ', { padding: 0 });
  return `typedef struct _${declared.name} {\n${body}} ${declared.name}, *P${declared.name};\n`;
}

function embedded(shape: TypeShape): string[] {
  if (shape.kind === 'struct') return [shape.name];
  return shape.kind === 'array' ? embedded(shape.of) : [];
}

interface Names {
  padding: number;
}

/** Members from offset `start` on, in order; members that overlap are gathered into a union. */
function sequence(members: readonly Member[], start: number, end: number, indent: string, names: Names): string {
  const sorted = members.map((member, index) => ({ member, index }));
  sorted.sort((a, b) => a.member.offset - b.member.offset || a.index - b.index);
  let text = '';
  let offset = start;
  for (let i = 0; i < sorted.length; ) {
    const first = (sorted[i] as (typeof sorted)[0]).member;
    const cluster: Member[] = [];
    let clusterEnd = first.offset + first.size;
    let align = 1;
    // A union is as long as its strictest member demands: what stands in its tail belongs into it.
    while (i < sorted.length && (sorted[i] as (typeof sorted)[0]).member.offset < roundUp(clusterEnd, align)) {
      const { member } = sorted[i] as (typeof sorted)[0];
      cluster.push(member);
      align = cluster.length > 1 ? Math.max(...cluster.map((each) => alignOf(each.shape))) : 1;
      clusterEnd = Math.max(clusterEnd, member.offset + member.size);
      i++;
    }
    text += padding(offset, first.offset, indent, names);
    text += cluster.length === 1 ? line(first, indent) : union(cluster, first.offset, clusterEnd, indent, names);
    offset = clusterEnd;
  }
  return text + padding(offset, end, indent, names);
}

function roundUp(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}

function alignOf(shape: TypeShape): number {
  if (shape.kind === 'integer') return shape.size;
  if (shape.kind === 'array') return alignOf(shape.of);
  if (shape.kind === 'struct') return declaredStructs().get(shape.name)?.align ?? 1;
  return shape.kind === 'bits' ? shape.unit : 4;
}

function union(cluster: readonly Member[], start: number, end: number, indent: string, names: Names): string {
  const ways: Member[][] = [];
  for (const member of cluster) {
    const way = ways.find((candidate) => follows(candidate, member));
    if (way) way.push(member);
    else ways.push([member]);
  }
  if (ways.length === 1) return wayText(ways[0] as Member[], start, end, indent, names, true);
  const inner = `${indent}    `;
  const texts = ways.map((way) => {
    const [only] = way;
    if (way.length === 1 && only && only.offset === start && only.shape.kind !== 'bits') return line(only, inner);
    return `${inner}struct {\n${wayText(way, start, end, `${inner}    `, names, false)}${inner}};\n`;
  });
  return `${indent}union {\n${texts.join('')}${indent}};\n`;
}

/** True when `member` can stand behind the last of `way` without sharing a byte (bit fields: a bit) with it. */
function follows(way: readonly Member[], member: Member): boolean {
  const last = way[way.length - 1] as Member;
  const { shape } = member;
  if (shape.kind === 'bits' && last.shape.kind === 'bits' && last.offset === member.offset) {
    return last.shape.unit === shape.unit && last.shape.shift + last.shape.width <= shape.shift;
  }
  return member.offset >= last.offset + last.size;
}

function wayText(
  way: readonly Member[],
  start: number,
  end: number,
  indent: string,
  names: Names,
  whole: boolean,
): string {
  let text = '';
  let offset = start;
  let bit = 0;
  for (let i = 0; i < way.length; i++) {
    const member = way[i] as Member;
    const { shape } = member;
    const sameUnit = shape.kind === 'bits' && i > 0 && way[i - 1]?.offset === member.offset;
    if (!sameUnit) {
      text += padding(offset, member.offset, indent, names);
      bit = 0;
    }
    if (shape.kind === 'bits') {
      const unit = unsignedName(shape.unit);
      if (shape.shift > bit) text += `${indent}${unit} Bits${names.padding++} : ${shape.shift - bit};\n`;
      text += `${indent}${unit} ${member.name} : ${shape.width};\n`;
      bit = shape.shift + shape.width;
    } else text += line(member, indent);
    offset = member.offset + member.size;
  }
  return whole ? text + padding(offset, end, indent, names) : text;
}

function padding(from: number, to: number, indent: string, names: Names): string {
  if (to <= from) return '';
  return `${indent}UCHAR Padding${names.padding++}[${to - from}];\n`;
}

function line(member: Member, indent: string): string {
  if (member.shape.kind === 'bits') {
    const first =
      member.shape.shift > 0 ? `${indent}${unsignedName(member.shape.unit)} : ${member.shape.shift};\n` : '';
    return `${first}${indent}${unsignedName(member.shape.unit)} ${member.name} : ${member.shape.width};\n`;
  }
  return `${indent}${declaration(member.shape, member.name)};\n`;
}

function declaration(shape: TypeShape, name: string): string {
  switch (shape.kind) {
    case 'array':
      return declaration(shape.of, `${name}[${shape.count}]`);
    case 'pointer':
      return `${pointed(shape.to)} *${name}`;
    case 'struct':
      return `${shape.name} ${name}`;
    case 'integer':
      return `${integerName(shape.size, shape.signed)} ${name}`;
    default:
      return `${unsignedName(shape.unit)} ${name}`;
  }
}

const plain: Readonly<Record<string, string>> = {
  Void: 'void',
  'Ptr32 Void': 'void *',
  Uint2B: 'WCHAR',
  Uint4B: 'ULONG',
  Char: 'CHAR',
  UChar: 'UCHAR',
};

function pointed(to: string): string {
  return plain[to] ?? `struct _${to}`;
}

function integerName(size: number, signed: boolean): string {
  if (!signed) return unsignedName(size);
  return size === 1 ? 'CHAR' : size === 2 ? 'SHORT' : size === 4 ? 'LONG' : 'LONGLONG';
}

function unsignedName(size: number): string {
  return size === 1 ? 'UCHAR' : size === 2 ? 'USHORT' : size === 4 ? 'ULONG' : 'ULONGLONG';
}
