/** Small pieces that lenses share: addresses that can be pointed at, and changed values. */
import type { ComponentChildren } from 'preact';
import { hex8 } from '@/debugger/format.ts';
import type { LensProps } from './lens.ts';

interface AddressProps extends Pick<LensProps, 'selection'> {
  readonly value: number;
  readonly length?: number;
  readonly children?: ComponentChildren;
}

/** An address as a button: it lights up wherever it is seen, and memory shows it. */
export function Address({ value, length = 4, selection, children }: AddressProps) {
  const selected = selection.value;
  const isSelected = selected !== undefined && value >= selected.address && value < selected.address + selected.length;
  return (
    <button
      type="button"
      class={`address${isSelected ? ' selected' : ''}`}
      onClick={() => {
        selection.value = { address: value >>> 0, length };
      }}
    >
      {children ?? hex8(value)}
    </button>
  );
}

/** Marks what the last step changed: by colour, weight and, for screen readers, in words. */
export function Value({
  isChanged,
  words,
  children,
}: {
  isChanged: boolean;
  words: LensProps['words'];
  children: ComponentChildren;
}) {
  if (!isChanged) return <span>{children}</span>;
  return (
    <span class="changed">
      {children}
      <span class="visually-hidden"> ({words.changedHere})</span>
    </span>
  );
}
